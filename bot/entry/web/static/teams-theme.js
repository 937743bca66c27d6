// A page in Teams' frame looks as Teams does, and not as the machine. The theme is remembered, so that the next page
// begins in it; whoever opens the page outside Teams sees it as always.
(() => {
  const remembered = "teams-theme";
  const wear = (theme) => {
    const { dataset } = document.documentElement;
    dataset.colorScheme = theme === "default" ? "light" : "dark";
    dataset.contrast = theme === "contrast" ? "more" : "normal";
  };
  const change = (theme) => {
    wear(theme);
    try { sessionStorage.setItem(remembered, theme); } catch { /* A frame may be without storage. */ }
  };
  try {
    const theme = sessionStorage.getItem(remembered);
    if (theme) wear(theme);
  } catch { /* As above. */ }
  addEventListener("DOMContentLoaded", async () => {
    try {
      const { app } = microsoftTeams;
      await app.initialize();
      change((await app.getContext()).app.theme);
      app.registerOnThemeChangeHandler(change);
    } catch { /* Not in Teams. */ }
  });
})();
