// Small comforts. Every page works without them.

// What only a script can do is hidden until one runs.
for (const button of document.querySelectorAll(".only-script[hidden]")) button.hidden = false;

const openMenus = () => document.querySelectorAll("details.menu[open]");

// Menus close on Escape and on a click elsewhere.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
document.addEventListener("click", (event) => {
  for (const menu of openMenus()) {
    if (!menu.contains(event.target)) menu.open = false;
  }

  // <button data-opens="id of a dialog"> opens it; data-closes closes the one it is in.
  // A link may open a dialog too: without JavaScript it leads to a page that does the same.
  const opener = event.target.closest("[data-opens]");
  const dialog = opener && document.getElementById(opener.dataset.opens);
  if (dialog) {
    event.preventDefault();
    dialog.showModal();
  }
  if (event.target.closest("[data-closes]") || event.target.matches("dialog[open]")) {
    event.target.closest("dialog")?.close();
  }

  // <button data-copies="id of an element"> copies its text and says so.
  const copier = event.target.closest("[data-copies]");
  if (copier) copy(copier);

  if (event.target.closest("[data-prints]")) window.print();

  // <button data-plays="address of a player"> puts the player in its place: nothing of the other
  // site is loaded before.
  const starter = event.target.closest("[data-plays]");
  if (starter) play(starter);
});

function play(starter) {
  const frame = document.createElement("iframe");
  frame.className = "player";
  frame.src = starter.dataset.plays;
  frame.title = starter.dataset.title;
  frame.allow = "fullscreen; picture-in-picture";
  frame.referrerPolicy = "strict-origin-when-cross-origin";
  frame.tabIndex = 0;
  starter.replaceWith(frame);
  frame.focus();
}

async function copy(button) {
  const source = document.getElementById(button.dataset.copies);
  await navigator.clipboard.writeText((source.value ?? source.textContent).trim());
  const before = button.textContent;
  button.textContent = "Copied";
  button.setAttribute("role", "status");
  setTimeout(() => {
    button.textContent = before;
    button.removeAttribute("role");
  }, 2000);
}

// What is left of a limit; announced only when it gets short.
const counters = new Map();
for (const counter of document.querySelectorAll("[data-counter]")) {
  counters.set(counter.dataset.counter, counter);
  const field = document.getElementById(counter.dataset.counter);
  if (field?.value) count(field, counter);
}
document.addEventListener("input", (event) => {
  const counter = counters.get(event.target.id);
  if (counter) count(event.target, counter);
});
function count(field, counter) {
  const left = Number(counter.dataset.limit) - field.value.length;
  counter.textContent = left < 0 ? `${-left} characters too many` : `${left} characters left`;
  counter.toggleAttribute("data-over", left < 0);
  if (left < 50) counter.setAttribute("role", "status");
  else counter.removeAttribute("role");
}

// Whoever signs out leaves no unsaved text of hers on this device (see contribute.js, desk.js).
document.addEventListener("submit", (event) => {
  if (event.target.getAttribute("action") !== "/accounts/logout/") return;
  for (const key of Object.keys(localStorage)) {
    if (/^(contribution|editing):/.test(key)) localStorage.removeItem(key);
  }
});

// A form is sent once: a second click waits ten seconds, in case the answer never comes (or was
// a file). htmx has its own way.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  event.submitter?.setAttribute("aria-busy", "true");
  setTimeout(release, 10_000);
});
window.addEventListener("pageshow", release);
function release() {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.elements) button.removeAttribute("aria-busy");
  }
}
