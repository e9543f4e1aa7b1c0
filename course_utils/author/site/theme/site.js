// Whoever has no mouse scrolls wide code and output with the keys, once it has the focus.
const reach = () => {
  for (const box of document.querySelectorAll('pre, mjx-container[display="true"]')) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
  }
};
addEventListener('load', reach);
addEventListener('resize', reach);
for (const fold of document.querySelectorAll('details')) fold.addEventListener('toggle', reach);
