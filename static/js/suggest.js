// Suggestions under the question box: a combobox after the ARIA pattern. Enter without a choice asks.

const WAIT = 150;

for (const box of document.querySelectorAll("input[data-suggest]")) {
  if (!box.hasAttribute("role")) combobox(box);
}

function combobox(box) {
  const list = document.createElement("ul");
  list.id = `${box.id}-options`;
  list.className = "suggest";
  list.role = "listbox";
  list.setAttribute("aria-label", "Suggestions");
  list.hidden = true;
  const said = document.createElement("span");
  said.className = "visually-hidden";
  said.role = "status";
  box.closest(".ask").append(list, said);
  box.role = "combobox";
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-controls", list.id);
  box.setAttribute("aria-expanded", "false");

  let timer;
  let asked;
  let chosen = -1;

  const choose = (index) => {
    const options = list.children;
    options[chosen]?.removeAttribute("aria-selected");
    chosen = options.length ? (index + options.length) % options.length : -1;
    const option = options[chosen];
    if (!option) return box.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", option.id);
  };
  const close = () => {
    clearTimeout(timer);
    asked?.abort();
    list.hidden = true;
    list.replaceChildren();
    chosen = -1;
    said.textContent = "";
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  };
  const show = (options) => {
    if (!options.length) return close();
    chosen = -1;
    box.removeAttribute("aria-activedescendant");
    list.replaceChildren(...options.map((option, index) => row(option, `${list.id}-${index}`)));
    list.hidden = false;
    box.setAttribute("aria-expanded", "true");
    said.textContent = options.length === 1 ? "1 suggestion" : `${options.length} suggestions`;
  };
  const ask = async () => {
    asked?.abort();
    asked = new AbortController();
    const words = box.value.trim();
    if (words.length < 2) return close();
    try {
      const address = `${box.dataset.suggest}?${new URLSearchParams({ q: words })}`;
      const answer = await fetch(address, { signal: asked.signal });
      if (answer.ok && document.activeElement === box) show((await answer.json()).options);
    } catch {
      // Without suggestions the box is a box.
    }
  };

  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !list.hidden) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      choose(chosen < 0 && step < 0 ? -1 : chosen + step);
    } else if (event.key === "ArrowDown") {
      event.preventDefault();
      ask();
    } else if (event.key === "Enter") {
      const address = list.children[chosen]?.dataset.url;
      if (address) {
        event.preventDefault();
        location.assign(address);
      } else {
        close();
      }
    }
  });
  box.addEventListener("blur", close);
  // The box keeps the focus while an option is pressed, or its blur would close the list.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const address = event.target.closest("[role=option]")?.dataset.url;
    if (address) location.assign(address);
  });
}

function row({ label, note, url }, id) {
  const option = document.createElement("li");
  option.id = id;
  option.role = "option";
  option.dataset.url = url;
  const words = document.createElement("span");
  words.textContent = label;
  const about = document.createElement("span");
  about.className = "suggest__note";
  about.textContent = note;
  option.append(words, about);
  return option;
}
