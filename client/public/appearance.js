// The theme and the density, before the first paint: the page itself comes later. Kept by src/room/settings.ts.
try {
  const { theme, density } = JSON.parse(localStorage.getItem('parley:settings'))
  Object.assign(document.documentElement.dataset, { theme, density })
} catch {
  // Nothing was chosen, or site data is blocked.
}
