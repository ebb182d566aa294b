// Which result of a question was opened, counted without saying by whom; not for those who object.

const objects = navigator.globalPrivacyControl || navigator.doNotTrack === "1";

function note(event) {
  // The middle button opens another tab; the right one opens a menu.
  if (event.type === "auxclick" && event.button !== 1) return;
  const link = event.target.closest("[data-question] h3 a");
  if (!link) return;
  const list = link.closest("[data-question]");
  const rank = [...list.children].findIndex((item) => item.contains(link)) + 1;
  const { question, count } = list.dataset;
  navigator.sendBeacon(count, new URLSearchParams({ question, rank }));
}

if (!objects && navigator.sendBeacon) {
  document.addEventListener("click", note);
  document.addEventListener("auxclick", note);
}
