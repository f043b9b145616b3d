// Keyboard first: an element with data-key is pressed by that key, never while somebody types.
"use strict";
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]")) return;
  if (event.key === "?") { document.querySelector("#keys")?.toggleAttribute("open"); event.preventDefault(); return; }
  const wanted = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]:not([disabled])`);
  if (!wanted) return;
  event.preventDefault();
  if (wanted.matches("input, textarea, select")) wanted.focus(); else wanted.click();
});
