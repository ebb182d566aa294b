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

// What was open and how far one had scrolled survive the new filters.
let more = false;
let scrolled = 0;
document.body.addEventListener("htmx:beforeSwap", () => {
  more = document.getElementById("more-filters")?.open ?? false;
  scrolled = sheet.scrollTop;
});
document.body.addEventListener("htmx:oobAfterSwap", () => {
  const details = document.getElementById("more-filters");
  if (details && more) details.open = true;
  sheet.scrollTop = scrolled;
});
document.body.addEventListener("htmx:responseError", () => form.submit());
document.body.addEventListener("htmx:sendError", () => form.submit());
