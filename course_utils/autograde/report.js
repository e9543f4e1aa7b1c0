// The class report: find a student, sort the map.
const rows = [...document.querySelectorAll(".map tbody tr")], body = document.querySelector(".map tbody");
document.getElementById("find").addEventListener("input", event => {
  const wanted = event.target.value.trim().toLowerCase();
  for (const row of rows) row.hidden = !row.dataset.name.toLowerCase().includes(wanted);
});
const orders = {
  points: (a, b) => b.dataset.points - a.dataset.points || a.dataset.name.localeCompare(b.dataset.name),
  name: (a, b) => a.dataset.name.localeCompare(b.dataset.name),
};
for (const button of document.querySelectorAll("[data-sort]"))
  button.addEventListener("click", () => body.append(...rows.sort(orders[button.dataset.sort])));
