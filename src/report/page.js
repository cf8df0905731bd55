// What stands under the pointer is looked up in the values beside each chart; nothing is computed
// from the picture. Arrow keys do the same for who has no pointer.
"use strict";
for (const svg of document.querySelectorAll("svg.chart")) {
	const figure = svg.closest("figure");
	const line = svg.querySelector(".pointer");
	const reading = figure.querySelector(".reading");
	const values = JSON.parse(figure.querySelector("script.values").textContent);
	const last = values.at.length - 1;
	let point = -1;

	function show(next) {
		point = Math.min(Math.max(next, 0), last);
		line.setAttribute("x1", values.at[point]);
		line.setAttribute("x2", values.at[point]);
		line.removeAttribute("hidden");
		reading.replaceChildren();
		const at = document.createElement("span");
		at.dataset.x = String(values.x[point]);
		at.textContent = values.text[point];
		reading.append(at);
		for (const series of values.series) {
			const item = document.createElement("span");
			item.className = series.arch;
			item.dataset.arch = series.arch;
			item.dataset.y = String(series.y[point]);
			item.textContent = `${series.sign} ${series.label} ${series.text[point]}`;
			reading.append(item);
		}
	}

	function hide() {
		point = -1;
		line.setAttribute("hidden", "");
		reading.replaceChildren();
	}

	function nearest(x) {
		let best = 0;
		for (let i = 1; i <= last; i++)
			if (Math.abs(values.at[i] - x) < Math.abs(values.at[best] - x))
				best = i;
		return best;
	}

	svg.addEventListener("pointermove", (event) => {
		const box = svg.getBoundingClientRect();
		show(nearest((event.clientX - box.left) * svg.viewBox.baseVal.width / box.width));
	});
	svg.addEventListener("pointerleave", hide);
	svg.addEventListener("blur", hide);
	svg.addEventListener("keydown", (event) => {
		const steps = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10 };
		if (event.key === "Home")
			show(0);
		else if (event.key === "End")
			show(last);
		else if (event.key in steps)
			show(point < 0 ? 0 : point + steps[event.key]);
		else
			return;
		event.preventDefault();
	});
}
// A bar says what its label says, when it is pointed at or reached with Tab.
for (const bar of document.querySelectorAll("svg.tornado .bar")) {
	const reading = bar.closest("figure").querySelector(".reading");
	const show = () => { reading.textContent = bar.getAttribute("aria-label"); };
	const hide = () => { reading.textContent = ""; };
	bar.addEventListener("pointerenter", show);
	bar.addEventListener("pointerleave", hide);
	bar.addEventListener("focus", show);
	bar.addEventListener("blur", hide);
}
// Paper has no fold.
addEventListener("beforeprint", () => {
	for (const part of document.querySelectorAll("details"))
		part.open = true;
});
