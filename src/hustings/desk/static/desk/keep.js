// Nothing a person typed is lost: what stands in a form waits in the browser until the desk has it.
"use strict";
(() => {
  const key = (form, field) => `kept:${location.pathname}:${form.dataset.keep}:${field.name}`;
  const kept = (form) => [...form.elements].filter((field) => field.name
    && !["hidden", "password", "file", "submit", "button"].includes(field.type));
  const mindful = (form) => {
    for (const field of kept(form)) {
      const before = localStorage.getItem(key(form, field));
      if (before !== null && !form.dataset.answered) {
        if (["checkbox", "radio"].includes(field.type)) field.checked = before.split("\n").includes(field.value);
        else if (!field.value) field.value = before;
      }
    }
    form.addEventListener("input", (event) => {
      const field = event.target;
      if (!field.name || !kept(form).includes(field)) return;
      if (["checkbox", "radio"].includes(field.type)) {
        const chosen = kept(form).filter((other) => other.name === field.name && other.checked);
        localStorage.setItem(key(form, field), chosen.map((other) => other.value).join("\n"));
      } else localStorage.setItem(key(form, field), field.value);
    });
  };
  const start = () => {
    // The page that answers a form says so; what it took need not be kept any longer.
    for (const done of document.querySelectorAll("[data-taken]")) {
      const prefix = `kept:${done.dataset.taken}`;
      Object.keys(localStorage).filter((name) => name.startsWith(prefix)).forEach((name) => localStorage.removeItem(name));
    }
    document.querySelectorAll("form[data-keep]").forEach(mindful);
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start); else start();
})();
