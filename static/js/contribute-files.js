// Files of the form: several at once, with progress, each removable, each with its own error.

const AT_ONCE = 2;
const FIRST_LOOK = 700;
const LONGEST_PAUSE = 8000;
const size = (bytes) =>
  bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`;

export function connectFiles({ form, template, changed, signedOut }) {
  const list = form.querySelector("[data-files]");
  const zone = form.querySelector("[data-dropzone]");
  const input = form.querySelector("#id_uploads");
  const spoken = form.querySelector("[data-file-status]");
  const facts = new Map();
  const queue = [];
  let dropped = [];
  let running = 0;
  let waiting = [];

  // The script sends them; the form must not do so again.
  input.removeAttribute("name");
  form.querySelector("[data-drop-hint]").hidden = false;
  for (const row of list.children) {
    note(row);
    watch(row);
  }

  input.addEventListener("change", (event) => {
    event.stopPropagation();
    add(input.files);
    input.value = "";
  });
  for (const name of ["dragenter", "dragover"]) {
    zone.addEventListener(name, (event) => {
      event.preventDefault();
      zone.dataset.over = "";
    });
  }
  for (const name of ["dragleave", "drop"]) zone.addEventListener(name, () => delete zone.dataset.over);
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    add(event.dataTransfer.files);
  });
  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-remove-file]");
    if (!button) return;
    event.preventDefault();
    remove(button.closest("[data-file]"));
  });

  function note(row) {
    const id = row.querySelector("[data-id]").value;
    const name = row.querySelector("[data-file-name]");
    facts.set(id, {
      id,
      name: name.textContent,
      url: name.getAttribute("href"),
      kind: row.querySelector("[data-kind]").textContent,
      title: row.querySelector("[data-title]").value,
      note: row.querySelector("[data-file-size]").textContent,
      standing: row.dataset.standing,
      words: row.querySelector("[data-words]").textContent,
      check: row.dataset.check,
    });
  }
  function newRow(name) {
    const row = template("file");
    row.querySelector("[data-name]").textContent = name;
    row.querySelector("[data-remove-name]").textContent = ` ${name}`;
    list.hidden = false;
    list.append(row);
    return row;
  }
  function add(chosen) {
    for (const file of chosen) {
      const row = newRow(file.name);
      row.querySelector("[data-note]").textContent = size(file.size);
      queue.push({ file, row });
    }
    next();
  }
  function next() {
    while (running < AT_ONCE && queue.length) {
      running += 1;
      upload(queue.shift());
    }
    if (!running && !queue.length) {
      for (const done of waiting) done();
      waiting = [];
    }
  }
  function upload(entry) {
    const { file, row } = entry;
    const request = new XMLHttpRequest();
    const bar = row.querySelector("[data-progress]");
    bar.hidden = false;
    bar.setAttribute("aria-label", `${file.name}: sent so far`);
    row.querySelector("[data-error]").hidden = true;
    row.request = request;
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) bar.value = (100 * event.loaded) / event.total;
    });
    request.addEventListener("loadend", () => {
      running -= 1;
      bar.hidden = true;
      if (row.isConnected) finish(entry, request);
      next();
    });
    const body = new FormData();
    body.append("file", file);
    request.open("POST", form.dataset.upload);
    request.setRequestHeader("X-CSRFToken", form.elements.csrfmiddlewaretoken.value);
    request.send(body);
  }
  function finish(entry, request) {
    let answer = {};
    try {
      answer = JSON.parse(request.responseText);
    } catch {
      // A page of a server in between: the words below have to do.
    }
    if (request.status === 201) {
      fill(entry.row, { ...answer, note: size(answer.size) });
      spoken.textContent = `${answer.name} is added. ${answer.words}`;
      changed();
      watch(entry.row);
      return;
    }
    const isHeld = request.status === 401 || request.status === 403;
    if (isHeld) {
      dropped.push(entry);
      signedOut();
    }
    const words = isHeld ? "Not sent yet: it follows once you have signed in again." : answer.error ?? (request.status === 413 ? "This file is too large." : "This file did not arrive. Check your connection, then choose it again.");
    const error = entry.row.querySelector("[data-error]");
    error.textContent = words;
    error.hidden = false;
    spoken.textContent = `${entry.file.name}: ${words}`;
  }
  function fill(row, fact) {
    facts.set(fact.id, fact);
    row.querySelector("[data-kind]").textContent = fact.kind;
    row.querySelector("[data-name]").hidden = true;
    row.querySelector("[data-sent]").hidden = false;
    const id = row.querySelector("[data-id]");
    id.name = "file";
    id.value = fact.id;
    const title = row.querySelector("[data-title]");
    title.id = `file-title-${fact.id}`;
    title.name = `file_title_${fact.id}`;
    title.value = fact.title;
    const label = row.querySelector("[data-title-label]");
    label.htmlFor = title.id;
    label.textContent = `Name for readers of ${fact.name}`;
    row.querySelector("[data-remove-file]").value = `remove:${fact.id}`;
    const shown = document.createElement(fact.url ? "a" : "span");
    if (fact.url) shown.href = fact.url;
    shown.textContent = fact.name;
    shown.dataset.fileName = "";
    const length = document.createElement("span");
    length.textContent = fact.note;
    length.dataset.fileSize = "";
    row.querySelector("[data-note]").replaceChildren(shown, ", ", length);
    row.dataset.standing = fact.standing ?? "ready";
    row.dataset.check = fact.check ?? "";
    const words = row.querySelector("[data-words]");
    words.textContent = fact.words ?? "";
    words.hidden = !fact.words;
    const held = row.querySelector("[data-held]");
    held.hidden = fact.standing !== "held";
    if (fact.check) held.querySelector("[data-held-link]").href = fact.check.replace(/state\/$/, "hold/");
  }
  // Ask how its check goes, ever more rarely, until that no longer depends on a worker.
  function watch(row) {
    if (row.dataset.standing !== "checking" || !row.dataset.check || row.dataset.watched) return;
    row.dataset.watched = "yes";
    look(row, FIRST_LOOK).finally(() => delete row.dataset.watched);
  }
  async function look(row, pause) {
    await new Promise((done) => setTimeout(done, pause));
    if (!row.isConnected) return;
    try {
      const answer = await fetch(row.dataset.check, { headers: { Accept: "application/json" } });
      if (answer.ok) {
        const fact = await answer.json();
        renew(row, fact);
        if (fact.standing !== "checking") {
          spoken.textContent = `${fact.name}: ${fact.words || "checked, nothing is wrong with it."}`;
          // What is listed may have another hash now; and the form's own copy follows.
          changed();
          return;
        }
      } else if (answer.status !== 401 && answer.status < 500) {
        return;
      }
    } catch {
      // No line: the next look may find one.
    }
    await look(row, Math.min(pause * 1.5, LONGEST_PAUSE));
  }
  function renew(row, fact) {
    const title = row.querySelector("[data-title]").value;
    fill(row, { ...fact, title, note: size(fact.size) });
  }
  function remove(row) {
    row.request?.abort();
    dropped = dropped.filter((entry) => entry.row !== row);
    const beside = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    list.hidden = !list.children.length;
    (beside?.querySelector("[data-remove-file]") ?? input).focus();
    changed();
  }

  return {
    /** What the copy on this device needs to show the files again. */
    known: () => [...list.querySelectorAll("[data-id][name]")].map((id) => facts.get(id.value)),
    /** Rows for files that the server has and the page has not. */
    restore(kept) {
      for (const fact of kept.filter(Boolean)) {
        if (list.querySelector(`[data-id][value="${fact.id}"]`)) continue;
        const row = newRow(fact.name);
        fill(row, fact);
        watch(row);
      }
    },
    /** How the files stand that the draft lists: they are looked into once it does. */
    update(listed) {
      for (const fact of listed) {
        const row = list.querySelector(`[data-id][value="${fact.id}"]`)?.closest("[data-file]");
        if (!row || row.dataset.standing === fact.standing) continue;
        renew(row, fact);
        if (fact.words) spoken.textContent = `${fact.name}: ${fact.words}`;
        watch(row);
      }
    },
    /** Whether files wait for their person to sign in again. */
    held: () => dropped.length > 0,
    /** Send again what was refused while signed out. */
    retry() {
      queue.push(...dropped.splice(0));
      next();
    },
    /** Resolves once nothing is on its way. */
    idle: () => (running || queue.length ? new Promise((done) => waiting.push(done)) : Promise.resolve()),
  };
}
