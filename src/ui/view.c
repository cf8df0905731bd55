// SPDX-License-Identifier: MIT
#include <stdio.h>
#include <string.h>

#include "ui/draw.h"
#include "ui/view.h"

static const struct view *const views[] = {
	&view_cost, &view_scoreboard, &view_latency,     &view_freshness, &view_knobs,
	&view_map,  &view_advisor,    &view_sensitivity, &view_flow,      &view_log,
};

enum { VIEW_COUNT = sizeof(views) / sizeof(views[0]), WIDE = 100 };

const struct view *view_named(const char *name)
{
	for (int i = 0; i < VIEW_COUNT; i++)
		if (strcmp(views[i]->name, name) == 0)
			return views[i];
	return NULL;
}

void view_names(char *text, size_t size)
{
	size_t used = 0;

	for (int i = 0; i < VIEW_COUNT && used < size; i++)
		used += (size_t)snprintf(text + used, size - used, "%s%s", i > 0 ? ", " : "",
					 views[i]->name);
}

static void draw_panel(const struct frame *frame, enum panel panel, struct rect area, bool zoomed)
{
	for (int i = 0; i < VIEW_COUNT; i++) {
		if (views[i]->panel != panel || !layout_shown(area))
			continue;
		if (zoomed && frame_hides(frame) && !view_tour_asks_of(frame))
			view_tour_cover(frame, area);
		else
			views[i]->draw(frame, area, zoomed);
		if (panel_has_box(frame, area))
			canvas_hit(frame->canvas, (struct rect){ area.x + 2, area.y, 4, 1 },
				   (int)views[i]->zoom, 0);
	}
}

static void draw_part(const struct frame *frame, struct rect area,
		      void (*draw)(const struct frame *, struct rect))
{
	if (layout_shown(area))
		draw(frame, area);
}

static void draw_screen(const struct frame *frame)
{
	const struct layout *layout = &frame->layout;

	draw_part(frame, layout->header, view_header_draw);
	draw_part(frame, layout->answer, view_answer_draw);
	draw_panel(frame, PANEL_COST, layout->cost, false);
	draw_part(frame, layout->cost_time, view_cost_time_draw);
	draw_panel(frame, PANEL_SCOREBOARD, layout->scoreboard, false);
	draw_panel(frame, PANEL_LATENCY, layout->latency, false);
	draw_part(frame, layout->waterfall, view_waterfall_draw);
	draw_panel(frame, PANEL_FRESHNESS, layout->freshness, false);
	draw_panel(frame, PANEL_KNOBS, layout->knobs, false);
	draw_part(frame, layout->ledger, view_ledger_draw);
	draw_panel(frame, frame->state->zoom, layout->zoom, true);
	draw_part(frame, layout->knob, view_knob_draw);
	draw_part(frame, layout->time, view_time_draw);
	draw_part(frame, layout->footer, view_footer_draw);
}

/* Under an overlay everything is dim and nothing can be clicked. */
static void dim_screen(struct canvas *canvas)
{
	size_t n = (size_t)canvas->w * (size_t)canvas->h;

	for (size_t i = 0; i < n; i++)
		canvas->cells[i].attrs = (canvas->cells[i].attrs & ~CELL_BOLD) | CELL_DIM;
	canvas->hit_count = 0;
}

static void draw_overlay(const struct frame *frame)
{
	switch (frame->state->overlay) {
	case OVERLAY_NONE:
		return;
	case OVERLAY_HELP:
		dim_screen(frame->canvas);
		view_help_draw(frame);
		return;
	case OVERLAY_PROMPT:
		/* The curves stay bright: they preview the value. */
		if (frame->state->prompt.kind == PROMPT_INCIDENT)
			view_incident_draw(frame);
		view_overlay_draw(frame);
		return;
	case OVERLAY_INCIDENT:
		view_incident_draw(frame);
		return;
	case OVERLAY_OPEN:
	case OVERLAY_QUIT:
	case OVERLAY_JOURNAL:
	case OVERLAY_SOURCE:
	case OVERLAY_WHY:
		dim_screen(frame->canvas);
		view_overlay_draw(frame);
		return;
	}
}

void view_draw(const struct snapshot *snapshot, const struct ui_state *state, struct canvas *canvas)
{
	struct frame frame = {
		.snapshot = snapshot,
		.state = state,
		.canvas = canvas,
		.narrow = canvas->w < WIDE,
	};

	canvas_clear(canvas);
	if (state->tour.on)
		view_tour_layout(&frame);
	else
		layout_compute(&frame.layout, canvas->w, canvas->h, state->layout, state->zoom);
	draw_screen(&frame);
	if (state->tour.on)
		view_tour_draw(&frame);
	draw_overlay(&frame);
}
