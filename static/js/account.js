// A button beside each password shows what was typed.

for (const field of document.querySelectorAll("input[type=password]")) {
  const box = document.createElement("div");
  box.className = "password";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--quiet";
  button.textContent = "Show";
  button.setAttribute("aria-controls", field.id);
  const name = field.labels[0]?.firstChild.textContent.trim() ?? "password";
  const say = (shown) => {
    button.textContent = shown ? "Hide" : "Show";
    button.setAttribute("aria-label", `${button.textContent}: ${name}`);
    field.type = shown ? "text" : "password";
  };
  button.addEventListener("click", () => say(field.type === "password"));
  // A password in clear must neither stay on the screen nor in the browser's form memory.
  field.form?.addEventListener("submit", () => say(false));
  // Whoever types already goes on typing: an element that is moved loses the focus.
  const typing = document.activeElement === field && [field.selectionStart, field.selectionEnd];
  field.replaceWith(box);
  box.append(field, button);
  say(false);
  if (typing) {
    field.focus();
    field.setSelectionRange(...typing);
  }
}
