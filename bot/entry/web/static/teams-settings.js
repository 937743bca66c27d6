// Puts the tab in a channel: nothing is chosen, so that it can be saved at once. The tab opens with the channel's group.
(async () => {
  const { pages, app } = microsoftTeams;
  await app.initialize();
  const { channel } = await app.getContext();
  const page = new URL(channel ? `/channels/${encodeURIComponent(channel.id)}` : "/", location.href);
  const content = new URL("/signin/teams", location.href);
  content.searchParams.set("to", page.pathname);
  pages.config.registerOnSaveHandler(async (saving) => {
    const suggestedDisplayName = document.getElementById("settings").dataset.tab;
    const tab = { entityId: "pages", contentUrl: content.href, websiteUrl: page.href, suggestedDisplayName };
    await pages.config.setConfig(tab);
    saving.notifySuccess();
  });
  pages.config.setValidityState(true);
})();
