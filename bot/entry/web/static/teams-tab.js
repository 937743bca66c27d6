// A tab of Teams signs its person in: Teams hands over a token, which is sent to us once, as an ordinary form.
(async () => {
  const form = document.getElementById("tab");
  try {
    await microsoftTeams.app.initialize();
    const context = await microsoftTeams.app.getContext();
    form.token.value = await microsoftTeams.authentication.getAuthToken();
    // A link to the tab names the page to show. A tab of a channel from before its group had a page names none.
    if (context.page.subPageId) form.to.value = context.page.subPageId;
    else if (context.channel && form.to.value === "/") form.to.value = `/channels/${encodeURIComponent(context.channel.id)}`;
    form.submit();
  } catch {
    document.getElementById("waits").hidden = true;
    document.getElementById("failed").hidden = false;
  }
})();
