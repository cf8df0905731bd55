// Reads every value that a report shows under the pointer and with the keys, as the page shows it,
// into an element that a dump of the page contains. Lines: how, chart, x, architecture, value.
"use strict";
const lines = [];
const errors = [];
addEventListener("error", (event) => errors.push(event.message));

function read(how, figure) {
	const spans = [...figure.querySelectorAll(".reading span")];
	for (const span of spans.slice(1))
		lines.push([how, figure.querySelector("svg").id, spans[0].dataset.x,
			span.dataset.arch, span.dataset.y].join(","));
}

for (const svg of document.querySelectorAll("svg.chart")) {
	const figure = svg.closest("figure");
	const values = JSON.parse(figure.querySelector("script.values").textContent);
	const box = svg.getBoundingClientRect();
	for (const at of values.at) {
		const clientX = box.left + at * box.width / svg.viewBox.baseVal.width;
		svg.dispatchEvent(new PointerEvent("pointermove", { clientX, clientY: box.top + 9 }));
		read("pointer", figure);
	}
	svg.dispatchEvent(new PointerEvent("pointerleave"));
	if (figure.querySelector(".reading").childElementCount > 0)
		errors.push("a reading stays when the pointer has left");
	svg.focus();
	for (const key of ["End", "ArrowLeft", "Home", "ArrowRight"]) {
		svg.dispatchEvent(new KeyboardEvent("keydown", { key }));
		read("key " + key, figure);
	}
}
for (const bar of document.querySelectorAll("svg.tornado .bar")) {
	const reading = bar.closest("figure").querySelector(".reading");
	bar.dispatchEvent(new PointerEvent("pointerenter"));
	if (reading.textContent !== bar.getAttribute("aria-label") || reading.textContent === "")
		errors.push("a bar does not say what it is");
	bar.dispatchEvent(new PointerEvent("pointerleave"));
	lines.push(["bar", bar.dataset.param, bar.dataset.lo, bar.dataset.hi].join(","));
}
lines.push("charts," + document.querySelectorAll("svg.chart path.series").length);
lines.push("resources," + performance.getEntriesByType("resource").length);
lines.push("errors," + errors.join("; "));
const dump = document.createElement("pre");
dump.id = "probe";
dump.textContent = lines.join("\n");
document.body.append(dump);
