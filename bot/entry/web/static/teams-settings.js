// Puts the tab in a channel: nothing is chosen, so that it can be saved at once.
(async () => {
  const { pages, app } = microsoftTeams;
  await app.initialize();
  const contentUrl = new URL("/signin/teams", location.href).href;
  pages.config.registerOnSaveHandler(async (saving) => {
    const suggestedDisplayName = document.getElementById("settings").dataset.tab;
    await pages.config.setConfig({ entityId: "pages", contentUrl, websiteUrl: location.origin, suggestedDisplayName });
    saving.notifySuccess();
  });
  pages.config.setValidityState(true);
})();
