// The editors' desk: nothing typed into the admin is lost when the session ends or the line drops.
// Wagtail saves drafts by itself; this keeps on the device what it could not save, asks to sign in
// again beside the form, and holds back a button that would lead away from it meanwhile.
const { user, token: tokenUrl, words: wordsId } = document.getElementById("desk").dataset;
const words = document.getElementById(wordsId);
const PREFIX = "editing:";
const SENT = "editing-sent";
const ASK_AGAIN = 3000;
const SETTLING = 3000;
const wait = (ms) => new Promise((done) => setTimeout(done, ms));
const template = (name) =>
  words.content.querySelector(`[data-words="${name}"]`).cloneNode(true);

// On a shared computer nothing of the person before stays, nor of one who signs out.
function forgetAll(except) {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(PREFIX) && !(except && key.startsWith(except))) localStorage.removeItem(key);
  }
}
if (user) forgetAll(`${PREFIX}${user}:`);
document.addEventListener("submit", (event) => {
  if (/\/logout\/$/.test(event.target.getAttribute("action") ?? "")) forgetAll();
});

const form = document.querySelector("form[data-edit-form]");
const isSavedByItself = (form?.dataset.controller ?? "").includes("w-autosave");
// The path of a form changes once it is saved for the first time.
const ownKey = () => `${PREFIX}${user}:${new URL(form.action, location).pathname}`;
let timer, notice, problem;
let isKnown = false;

function watch(sentKey) {
  if (isSavedByItself) {
    watchTyping();
    watchSaving();
    offer(sentKey);
  }
  document.addEventListener("click", holdButton, true);
}

// The copy on this device
function watchTyping() {
  for (const name of ["input", "change", "w-unsaved:add"]) form.addEventListener(name, changed);
  // Wagtail takes what stands there two seconds after the page came for unchanged.
  form.addEventListener("input", () => setTimeout(saveNow, SETTLING), { once: true });
}
function changed() {
  clearTimeout(timer);
  timer = setTimeout(remember, 300);
}
function remember() {
  try {
    localStorage.setItem(ownKey(), JSON.stringify({ at: Date.now(), fields: fields() }));
  } catch {
    // No room or not allowed: Wagtail's own saving has to do.
  }
}
function fields() {
  return [...new FormData(form)].filter(([, value]) => typeof value === "string");
}
function asText(all) {
  return JSON.stringify(all.filter(([name]) => !/^(csrfmiddlewaretoken|next|loaded_revision)/.test(name)));
}

// Wagtail's own saving
function watchSaving() {
  let keyBefore = ownKey();
  let underWay = "";
  document.addEventListener("w-autosave:save", (event) => {
    keyBefore = ownKey();
    underWay = asText([...event.detail.formData].filter(([name]) => name !== "overwrite_revision_id"));
  });
  document.addEventListener("w-autosave:success", () => {
    clearTimeout(timer);
    localStorage.removeItem(keyBefore);
    if (underWay === asText(fields())) localStorage.removeItem(ownKey());
    else remember();
    settled();
  });
  document.addEventListener("w-autosave:error", (event) => {
    clearTimeout(timer);
    remember();
    if (/^(network|server)_error$/.test(event.detail.type)) look();
  });
}
// Wagtail saves whenever it hears of a change.
function saveNow() {
  if (isSavedByItself) form.dispatchEvent(new CustomEvent("w-unsaved:add", { cancelable: true }));
}

// Signed out, or no line
async function whoIsThere() {
  try {
    const answer = await fetch(tokenUrl, { cache: "no-store" });
    return answer.ok ? await answer.json() : { user: "" };
  } catch {
    return null;
  }
}
function renewTokens(token) {
  // Wagtail's question who else is here has none and would send the one of the session before.
  for (const asking of document.querySelectorAll("form.w-editing-sessions")) {
    if (asking.elements.csrfmiddlewaretoken) continue;
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: "csrfmiddlewaretoken" });
    asking.append(field);
  }
  for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = token;
}
async function mayGoOn() {
  const there = await whoIsThere();
  if (there?.user === user) {
    renewTokens(there.token);
    return true;
  }
  show(there === null ? "offline" : there.user ? "other-user" : "signed-out");
  return false;
}
async function look() {
  if (problem) return;
  problem = true;
  while (problem && !(await mayGoOn())) await wait(ASK_AGAIN);
  if (!problem) return;
  settled();
  saveNow();
}
function show(name) {
  if (notice?.dataset.words === name) return;
  notice?.remove();
  notice = template(name);
  form.prepend(notice);
}
function settled() {
  problem = false;
  notice?.remove();
  notice = undefined;
}

// A button that sends the form waits until it is known that there is somebody to take it.
async function holdButton(event) {
  const button = event.target.closest?.("button, input");
  if (isKnown || button?.form !== form || button.type !== "submit") return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (!(await mayGoOn())) {
    if (isSavedByItself) remember();
    notice.scrollIntoView({ block: "center" });
    notice.focus();
    look();
    return;
  }
  if (!problem) settled();
  sessionStorage.setItem(SENT, ownKey());
  isKnown = true;
  button.click();
  isKnown = false;
}

// What was not saved last time is offered back; the server puts it into the page.
function offer(sentKey) {
  const raw = localStorage.getItem(ownKey());
  const cameBack = sentKey === ownKey() && form.dataset.wUnsavedForceValue === "true";
  if (!raw || cameBack) return;
  const copy = JSON.parse(raw);
  const box = template("restore");
  box.querySelector("[data-when]").textContent = new Date(copy.at).toLocaleString();
  restoreBy(box.querySelector("[data-restore]"), copy, box.querySelector("[data-said]"));
  box.querySelector("[data-forget]").addEventListener("click", () => {
    localStorage.removeItem(ownKey());
    box.remove();
  });
  form.before(box);
}
function restoreBy(button, copy, said) {
  let isForced = false;
  button.addEventListener("click", async () => {
    const answer = await saveCopy(copy, isForced);
    if (answer?.success) {
      localStorage.removeItem(ownKey());
      location.assign(answer.url ?? location.href);
      return;
    }
    isForced = answer?.error_code === "invalid_revision";
    said.textContent = said.dataset[isForced ? "newer" : answer ? "refused" : "offline"];
    if (answer && !isForced && answer.error_message) said.textContent += ` ${answer.error_message}`;
  });
}
async function saveCopy(copy, isForced) {
  const there = await whoIsThere();
  if (there?.user !== user) return null;
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body: dataOf(copy, isForced, there.token),
      headers: { Accept: "application/json" },
    });
    return await answer.json();
  } catch {
    return null;
  }
}
function dataOf(copy, isForced, token) {
  const data = new FormData();
  for (const [name, value] of copy.fields) {
    if (name === "csrfmiddlewaretoken" || (isForced && name.startsWith("loaded_revision"))) continue;
    data.append(name, value);
  }
  data.set("csrfmiddlewaretoken", token);
  return data;
}

const sent = sessionStorage.getItem(SENT);
sessionStorage.removeItem(SENT);
// What was sent is in the database, unless the form came back with it.
if (sent && document.querySelector(".messages .success")) localStorage.removeItem(sent);
if (form && user) watch(sent);
