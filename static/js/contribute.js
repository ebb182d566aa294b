// “Share a practice” while somebody writes: autosave, a copy on this device, preview, rows.
// Without this script the buttons of the form do the same.
import { connectFiles } from "./contribute-files.js";

const form = document.getElementById("share-form");
const status = form.querySelector("[data-status]");
const heard = form.querySelector("[data-heard]");
const { user, autosave, token: tokenUrl } = form.dataset;
// Buttons named "action" hide the property of that name.
const address = () => form.getAttribute("action");
const PREFIX = "contribution:";
const ownKey = () => `${PREFIX}${user}:${address().includes("/my/") ? form.elements.key.value : "new"}`;
const template = (name) =>
  document.querySelector(`template[data-template="${name}"]`).content.firstElementChild.cloneNode(true);
const wait = (ms) => new Promise((done) => setTimeout(done, ms));

// The copy on this device: everything typed until the server has it.
function fields() {
  const data = new FormData(form);
  for (const name of ["csrfmiddlewaretoken", "uploads", "action"]) data.delete(name);
  return data;
}
const typed = () => [...fields()].filter(([name]) => name !== "serial" && name !== "key");
const asSent = () => JSON.stringify(typed());
function remember() {
  const copy = { at: Date.now(), key: form.elements.key.value, fields: typed(), files: files.known() };
  try {
    localStorage.setItem(ownKey(), JSON.stringify(copy));
  } catch {
    // No room or not allowed: autosave alone has to do.
  }
}
function forget() {
  localStorage.removeItem(ownKey());
}
for (const key of Object.keys(localStorage)) {
  // On a shared computer nothing of the person before stays.
  if (key.startsWith(PREFIX) && !key.startsWith(`${PREFIX}${user}:`)) localStorage.removeItem(key);
}

// Saving: one at a time, the last text wins, an answer that got lost is asked for again.
let timer, saving, unanswered, notice, problem;
let saved = "";
let suggested;
let failures = 0;
const dirty = () => asSent() !== saved;
// Everybody sees each step; who listens while writing hears what is new, and the same again only
// after half a minute.
const QUIET = 30_000;
let told = { news: "", at: 0 };
function say(text, news) {
  status.textContent = text;
  if (!news || (news === told.news && Date.now() - told.at < QUIET)) return;
  told = { news, at: Date.now() };
  heard.textContent = text;
}
function show(name) {
  if (notice?.dataset.name === name) return;
  notice?.remove();
  notice = template(name);
  notice.dataset.name = name;
  form.prepend(notice);
}
function clearNotice() {
  notice?.remove();
  notice = undefined;
}
function schedule(delay = 1200) {
  clearTimeout(timer);
  timer = setTimeout(save, delay);
}
function changed() {
  remember();
  if (!problem) schedule();
}
function save() {
  clearTimeout(timer);
  saving ??= run().finally(() => {
    saving = undefined;
  });
  return saving;
}
async function run() {
  while (dirty() && problem !== "conflict" && problem !== "gone") {
    const sent = unanswered ?? { data: fields(), text: asSent() };
    if (!(await send(sent))) return;
  }
}
async function send(sent) {
  say("Saving …");
  sent.data.set("serial", form.elements.serial.value);
  let answer;
  try {
    answer = await fetch(autosave, {
      method: "POST",
      body: sent.data,
      headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value, Accept: "application/json" },
    });
  } catch {
    unanswered = sent;
    return tryLater();
  }
  unanswered = undefined;
  if (answer.status === 401 || answer.status === 403) return signedOut();
  if (answer.status === 409) return refused(await answer.json());
  if (!answer.ok) return tryLater();
  accept(await answer.json(), sent.text);
  return true;
}
function tryLater() {
  failures += 1;
  say("Not saved: no connection, we keep trying", "offline");
  schedule(Math.min(30_000, 2000 * failures));
  return false;
}
function accept(answer, text) {
  failures = 0;
  problem = undefined;
  clearNotice();
  saved = text;
  form.elements.serial.value = answer.serial;
  if (!address().includes("/my/")) {
    forget();
    form.setAttribute("action", answer.edit);
    history.replaceState(null, "", answer.edit);
  }
  form.elements.key.value = answer.id;
  form.dataset.preview = answer.preview;
  const wrong = Object.values(answer.errors).flat();
  const except = wrong.length ? `, except: ${wrong.join(" ")}` : "";
  say(`Saved at ${answer.saved}${except}`, `saved${except}`);
  if (!wrong.length && !dirty()) forget();
  for (const place of form.querySelectorAll("[data-warning-for]")) warn(place, answer.warnings);
  // What has not changed is not said again after each save.
  if (answer.suggestions !== suggested) {
    suggested = answer.suggestions;
    form.querySelector("[data-suggestions]").innerHTML = suggested;
  }
  showMatches(answer.matches);
  files.update(answer.files);
  refreshPreview();
}
// Asked again only if other resources are alike by now: what is being typed stays.
const keysOf = (place) => [...place.querySelectorAll("[data-alike]")].map((each) => each.dataset.alike).join();
function showMatches(html) {
  const place = form.querySelector("[data-matches]");
  const fresh = document.createElement("div");
  fresh.innerHTML = html;
  if (keysOf(fresh) === keysOf(place)) return;
  place.replaceChildren(...fresh.childNodes);
  place.hidden = !keysOf(place);
}
function warn(place, warnings) {
  const words = warnings[place.dataset.warningFor] ?? "";
  if (place.textContent.trim() === words) return;
  place.replaceChildren();
  if (!words) return;
  const line = document.createElement("p");
  line.className = "notice";
  line.setAttribute("role", "status");
  line.textContent = words;
  place.append(line);
}
function refused(answer) {
  if (answer.gone) {
    problem = "gone";
    say(answer.gone, "gone");
    return false;
  }
  problem = "conflict";
  say("Not saved: changed in another window", "conflict");
  form.querySelector("[data-conflict]")?.remove();
  const box = document.createElement("div");
  box.className = "notice notice--alarm";
  box.dataset.conflict = "";
  box.tabIndex = -1;
  box.setAttribute("role", "alert");
  box.innerHTML = answer.conflict;
  form.prepend(box);
  box.querySelector("[data-keep-mine]").addEventListener("click", (event) => {
    event.preventDefault();
    form.elements.serial.value = answer.serial;
    problem = undefined;
    box.remove();
    save();
  });
  box.querySelector("[data-take-other]").addEventListener("click", () => {
    problem = "gone";
    forget();
  });
  box.focus();
  return false;
}

// Signed out: the text stays here until its writer is back, and only she.
function signedOut() {
  problem = "signed-out";
  say("Not saved: you were signed out", "signed-out");
  show("signed-out");
  askAgain();
  return false;
}
let asking = false;
async function askAgain() {
  if (asking) return;
  asking = true;
  while (problem === "signed-out") {
    await wait(3000);
    if (await signedIn()) problem = undefined;
  }
  asking = false;
  clearNotice();
  files.retry();
  save();
}
async function signedIn() {
  try {
    const answer = await (await fetch(tokenUrl)).json();
    if (answer.user !== user) {
      show(answer.user ? "other-user" : "signed-out");
      return false;
    }
    form.elements.csrfmiddlewaretoken.value = answer.token;
    return true;
  } catch {
    return false;
  }
}

// Rows for more links and people
for (const adder of form.querySelectorAll("[data-add-row]")) {
  adder.hidden = false;
  adder.querySelector("button").addEventListener("click", () => addRow(adder)?.querySelector("input").focus());
}
function addRow(adder) {
  const total = adder.parentElement.querySelector("[name$=TOTAL_FORMS]");
  const most = adder.parentElement.querySelector("[name$=MAX_NUM_FORMS]");
  if (Number(total.value) >= Number(most.value)) return null;
  const row = template(adder.dataset.addRow);
  for (const node of [row, ...row.querySelectorAll("*")]) {
    for (const { name, value } of [...node.attributes]) {
      if (value.includes("__prefix__")) node.setAttribute(name, value.replaceAll("__prefix__", total.value));
    }
  }
  adder.before(row);
  total.value = Number(total.value) + 1;
  return row;
}

// Suggestions add what they name.
form.querySelector("[data-suggest-button]").hidden = true;
form.addEventListener("click", (event) => {
  const chip = event.target.closest("[data-add]");
  if (!chip) return;
  event.preventDefault();
  const { add, value } = chip.dataset;
  if (add === "tags") {
    const tags = form.elements.tags;
    tags.value = [tags.value.replace(/[\s,]+$/, ""), value].filter(Boolean).join(", ");
  } else {
    const box = form.querySelector(`input[name="${add}"][value="${value}"]`);
    box.checked = true;
    const branch = box.closest("details");
    if (branch) branch.open = true;
  }
  const next = chip.closest("li").nextElementSibling?.querySelector("button") ?? form.elements.tags;
  chip.closest("li").remove();
  next.focus();
  changed();
});

// Preview: beside the form on wide screens, in its place on a phone.
const pane = document.querySelector("[data-preview-pane]");
const frame = pane.querySelector("[data-preview-frame]");
const previewButton = form.querySelector("[data-preview-button]");
previewButton.addEventListener("click", async (event) => {
  event.preventDefault();
  pane.hidden = false;
  await save();
  refreshPreview();
  pane.scrollIntoView({ block: "start" });
});
pane.querySelector("[data-preview-close]").addEventListener("click", () => {
  pane.hidden = true;
  previewButton.focus();
});
async function refreshPreview() {
  if (pane.hidden || !form.dataset.preview) return;
  const answer = await fetch(form.dataset.preview).catch(() => null);
  if (!answer?.ok) return;
  pane.querySelector("[data-preview-empty]").hidden = true;
  const main = frame.contentDocument?.getElementById("main");
  if (frame.src && main) {
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    main.innerHTML = fresh.getElementById("main").innerHTML;
    return;
  }
  frame.hidden = false;
  frame.addEventListener("load", () => {
    for (const part of frame.contentDocument.querySelectorAll(".site-header, .site-footer, .skip-link")) part.hidden = true;
  });
  frame.src = form.dataset.preview;
}

// What was not saved last time is offered back.
function offer() {
  const raw = localStorage.getItem(ownKey());
  const copy = raw && JSON.parse(raw);
  if (!copy || JSON.stringify(copy.fields) === asSent()) return offerElsewhere();
  const box = template("restore");
  box.querySelector("[data-when]").textContent = new Date(copy.at).toLocaleString();
  box.querySelector("[data-restore]").addEventListener("click", () => {
    restore(copy);
    box.remove();
    save();
  });
  box.querySelector("[data-forget]").addEventListener("click", () => {
    forget();
    box.remove();
  });
  form.before(box);
}
function offerElsewhere() {
  if (address().includes("/my/")) return;
  for (const key of Object.keys(localStorage)) {
    if (!key.startsWith(`${PREFIX}${user}:`) || key === ownKey()) continue;
    const copy = JSON.parse(localStorage.getItem(key));
    const box = template("elsewhere");
    const link = box.querySelector("[data-link]");
    link.href = `/my/contributions/${key.split(":")[2]}/edit/`;
    link.textContent = copy.fields.find(([name]) => name === "title")?.[1] || "Untitled";
    form.before(box);
  }
}
function restore(copy) {
  const values = new Map();
  for (const [name, value] of copy.fields) values.set(name, [...(values.get(name) ?? []), value]);
  for (const adder of form.querySelectorAll("[data-add-row]")) {
    const prefix = adder.parentElement.dataset.rows;
    const total = form.elements[`${prefix}-TOTAL_FORMS`];
    const wanted = Number(values.get(total.name)?.[0] ?? 0);
    while (Number(total.value) < wanted && addRow(adder));
  }
  files.restore(copy.files);
  for (const field of form.elements) {
    if (!field.name || field.type === "hidden" || field.type === "file" || field.tagName === "BUTTON") continue;
    const found = values.get(field.name) ?? [];
    if (field.type === "checkbox" || field.type === "radio") field.checked = found.includes(field.value);
    else if (found.length) field.value = found[0];
  }
}

const files = connectFiles({ form, template, changed, signedOut });
saved = form.dataset.refused === undefined ? asSent() : "";
offer();
form.addEventListener("input", changed);
form.addEventListener("change", changed);
document.addEventListener("visibilitychange", () => {
  if (document.hidden && dirty() && !problem) save();
});

// Submitting waits for files and for a save under way, then sends the form as it is.
form.addEventListener("submit", async (event) => {
  if (form.dataset.ready) return;
  event.preventDefault();
  remember();
  const { submitter } = event;
  await files.idle();
  clearTimeout(timer);
  // Saved first, so that the copy on this device can go; what is unsaved stays in it.
  if (!problem) await save();
  // A file that was refused goes up only while its page stays open.
  if (problem === "signed-out" && files.held()) return notice.focus();
  if (!dirty()) forget();
  // A form cannot be sent again while its event is on its way.
  await wait(0);
  form.dataset.ready = "yes";
  form.requestSubmit(submitter?.name === "action" ? submitter : undefined);
  delete form.dataset.ready;
});
