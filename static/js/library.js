// The library's filters: a choice is applied at once, and on a phone the filters are one sheet.

const form = document.getElementById("browse");
const sheet = document.getElementById("filter-sheet");
const narrow = matchMedia("(max-width: 60rem)");
document.documentElement.dataset.script = "on";

// A sheet is modal: what it needs, the count that is announced among it, moves in and back again.
const places = [
  ["filters", document.getElementById("filters-place")],
  ["count", document.getElementById("count-place")],
];
function openSheet() {
  for (const [id] of places) sheet.append(document.getElementById(id));
  sheet.showModal();
}
sheet.addEventListener("close", () => {
  for (const [id, place] of places) place.append(document.getElementById(id));
  document.querySelector(".filters-opener").focus();
});
document.addEventListener("click", (event) => {
  if (!event.target.closest(".filters-opener")) return;
  event.preventDefault();
  openSheet();
});
narrow.addEventListener("change", () => sheet.open && sheet.close());
document.addEventListener("click", (event) => {
  // Beside a wide page the links that close the sheet have nothing to close.
  if (event.target.closest(".facets__close")) event.preventDefault();
});
// "12 more" leads to a facet of a new page: on a phone it stands in the sheet.
if (narrow.matches && location.hash.startsWith("#facet-")) openSheet();

// One request at a time. Who chooses again meanwhile gets the answer to both choices, once.
let asking = false;
let again = false;
form.addEventListener("change", (event) => {
  if (!event.target.matches("[type=checkbox], select")) return;
  if (asking) again = true;
  else form.requestSubmit();
});
form.addEventListener("htmx:beforeRequest", () => {
  asking = true;
});
document.body.addEventListener("htmx:afterRequest", () => {
  asking = false;
  if (!again) return;
  again = false;
  form.requestSubmit();
});

// What was open, how far one had scrolled and where one stood survive the new filters.
let more = false;
let scrolled = 0;
let held = null;
document.body.addEventListener("htmx:beforeSwap", (event) => {
  if (again) event.detail.shouldSwap = false;
  more = document.getElementById("more-filters")?.open ?? false;
  scrolled = sheet.scrollTop;
  held = document.activeElement.closest(".facet label");
});
document.body.addEventListener("htmx:oobAfterSwap", () => {
  const details = document.getElementById("more-filters");
  if (details && more) details.open = true;
  sheet.scrollTop = scrolled;
  keep(held);
});

// A rare value that is taken off is no longer among those shown; it stays while one stands on it.
function keep(label) {
  const box = label?.querySelector("input");
  const facet = box && document.getElementById(`facet-${box.name}`);
  if (!facet || document.getElementById(box.id)) return;
  facet.insertBefore(label, facet.querySelector(".more"));
  box.focus();
}
document.body.addEventListener("htmx:responseError", () => form.submit());
document.body.addEventListener("htmx:sendError", () => form.submit());
