// Runs before the first paint, so that a chosen theme does not flash the other one. A file of its own for a strict policy.
try {
  const theme = localStorage.getItem("winnow-theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Storage is refused in some private windows; the system's preference stands.
}
