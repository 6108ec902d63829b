"use strict";
(() => {
  const languages = ["vi", "en"];
  const root = document.documentElement;

  const remembered = () => {
    const asked = new URLSearchParams(location.search).get("lang");
    if (languages.includes(asked)) return asked;
    try {
      const kept = localStorage.getItem("khubnd-lang");
      if (languages.includes(kept)) return kept;
    } catch (error) { /* a browser may keep nothing for files */ }
    return "vi";
  };

  const speak = (language) => {
    root.lang = language;
    for (const button of document.querySelectorAll("button[data-lang]")) {
      button.setAttribute("aria-pressed", String(button.dataset.lang === language));
    }
    for (const option of document.querySelectorAll("option[data-vi]")) {
      option.textContent = option.dataset[language];
    }
    for (const link of document.querySelectorAll("a[data-page]")) {
      const [path, anchor] = link.getAttribute("href").split("#");
      link.setAttribute("href", path.split("?")[0] + "?lang=" + language + (anchor ? "#" + anchor : ""));
    }
    try {
      localStorage.setItem("khubnd-lang", language);
    } catch (error) { /* then the links carry it */ }
  };

  const fold = (text) =>
    text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase().replace(/\s+/g, " ");

  const filter = (form) => {
    const asked = Object.fromEntries(new FormData(form));
    const wanted = fold(asked.text || "").trim();
    let shown = 0;
    let all = 0;
    for (const issue of document.querySelectorAll("[data-issue]")) {
      all += 1;
      const fits = ["severity", "code", "doc", "resolution"].every(
        (name) => !asked[name] || issue.dataset[name] === asked[name],
      );
      const found = fits && (!wanted || fold(issue.textContent).includes(wanted));
      issue.hidden = !found;
      shown += found ? 1 : 0;
    }
    const told = document.createElement("b");
    told.textContent = String(shown);
    document.getElementById("shown").replaceChildren(told, " / " + all);
  };

  const print = (id) => {
    const sheet = document.getElementById(id);
    root.classList.add("one-sheet");
    sheet.classList.add("printed");
    addEventListener("afterprint", () => {
      root.classList.remove("one-sheet");
      sheet.classList.remove("printed");
    }, { once: true });
    window.print();
  };

  root.lang = remembered();
  addEventListener("DOMContentLoaded", () => {
    speak(root.lang);
    const form = document.getElementById("filters");
    if (form) {
      form.addEventListener("input", () => filter(form));
      form.addEventListener("submit", (event) => event.preventDefault());
      filter(form);
    }
    document.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      if (button.dataset.lang) speak(button.dataset.lang);
      if (button.dataset.print) print(button.dataset.print);
    });
  });
})();
