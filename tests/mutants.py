"""Break one line at a time; a test must turn red.  `make mutants`, or with a word to run some: mutants.py quantile

Works on two copies of the repository in a temporary folder and leaves the repository alone.  A mutant counts as
killed when pytest says that a test failed (exit code 1); an entry may name another code, such as 2 for a fault
that stops the collection.  Pages are broken where they lie built, so run `make book` first.  The mutants of smoke/
need Firefox and WebKit: they run when they are asked for, mutants.py smoke.
"""

import importlib
import importlib.util
import multiprocessing
import os
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WORKERS, MOST_SECONDS = 2, 300
FORKS = multiprocessing.get_context("forkserver")  # with what takes long to import: half the time of a run
FORKS.set_forkserver_preload(["altair", "anywidget", "pandas", "pybtex.database", "py_mini_racer", "vl_convert"])
LEFT_OUT = (".*", "__pycache__", "*.egg-info", "jupyter_execute", "bench", "node_modules")

OPERATIONS = "lib/curves/explore/operations.py"
TRACE = "lib/curves/explore/trace.py"
PRINTER = "lib/curves/explore/javascript.py"
FORMATS = "lib/curves/explore/formats.py"
INPUTS = "lib/curves/explore/inputs.py"
EXPLORER = "lib/curves/explore/explorer.py"
PAGE = "lib/curves/explore/page.py"
ADDRESS = "lib/curves/explore/address.py"
DECIDES = "lib/curves/explore/decides.py"
DRAWS = "lib/curves/explore/draws.py"
FRONT = "lib/curves/explore/explorer.js"
VEGA = "lib/curves/vendor/vega.min.js"
SCALING = "lib/curves/models/scaling.py"
TRENDS = "lib/curves/models/trends.py"
SHIFTING = "lib/curves/models/shifting.py"
PARADIGM = "lib/curves/models/paradigm.py"
DEEPSEEK = "lib/curves/models/deepseek.py"
SUPPLY = "lib/curves/models/supply.py"
SUPPLY_FIT = "lib/curves/models/supply_fit.py"
VERDICT = "lib/curves/models/verdict.py"
WORLDS = "lib/curves/models/worlds.py"
PRESETS = "lib/curves/explore/presets.py"
SENSITIVITY = "lib/curves/explore/sensitivity.py"
COUNTS = "lib/curves/counts.py"
SUPPLY_SHOWN = "lib/curves/models/supply_shown.py"
DATA = "lib/curves/data.py"
CHAPTER = "chapters/scaling-laws.ipynb"
FIGURE = "[fig-success-and-spending]"
MOVES = "test_each_slider_moves_sentence_and_chart_to_numpys_value" + FIGURE
TYPED = "test_a_typed_value_counts_and_a_bad_one_is_explained" + FIGURE
CSV = "test_csv_is_what_is_drawn_to_the_last_digit[moved-fig-success-and-spending]"
BUILT = "_build/html/_static/curves/"
HOME, PLOTTED = "_build/html/chapters/index.html", "_build/html/chapters/scaling-laws.html"

# Test file: [test, what breaks, file, old text (stands there once), new text, exit code unless it is 1].
MUTANTS = {
    "tests/browser/test_jupyterlab.py": [
        ("test_the_chapter_runs_and_moves", "arrow keys move the notebook, too", FRONT,
         'control.dataset.lmSuppressShortcuts = "true";', ""),
        ("test_a_function_typed_in_a_cell_becomes_live_and_the_next_cell_reads_it", "every figure asks for Vega", FRONT,
         "globalThis.curvesVega ??= new", "globalThis.curvesVega = new"),
        ("test_a_function_typed_in_a_cell_becomes_live_and_the_next_cell_reads_it", "the kernel hears nothing", FRONT,
         "      model.save_changes();\n", ""),
        ("test_data_and_downloads", "the link forgets its page", FRONT,
         "(address.base || page) + address.hash, `", "address.base + address.hash, `"),
        ("test_the_text_reads_as_text", "two sums of dollars make a formula", "lib/curves/explore/sentence.py",
         '.replace("$", r"\\$")', ""),
    ],
    "tests/browser/test_asking.py": [
        ("test_the_answer_waits_for_a_guess_and_a_link_carries_it", "a link loses the guess", BUILT + "explorer.js",
         "asking?.tell(guess);", "asking?.tell(null);"),
        ("test_two_states_stand_on_one_axis_and_a_link_brings_both", "the present state is kept",
         BUILT + "explorer.js", "const outputs = values && this.outputs(this.kept)", "const outputs = this.outputs()"),
    ],
    "tests/browser/test_figures.py": [
        ("test_a_readers_own_model_may_be_infinite_somewhere", "an infinite value on the axis", EXPLORER,
         'f"isFinite(datum[{json.dumps(name)}])"', '"true"'),
        ("test_the_chart_comes_along_while_a_slider_far_below_is_moved", "the chart stays where it is",
         BUILT + "explorer.js", 'chart.classList.add("curves-along");', ""),
        ("test_what_is_being_typed_stays", "each move writes over what is typed",
         BUILT + "explorer.js", "entry.typing = true;", ""),
        ("test_what_decides_it_follows_each_release_as_in_python[fig-on-trend]", "bars of one end",
         BUILT + "explorer.js",
         "this.at(input.name, end)[output]", "this.at(input.name, ends[0])[output]"),
        (MOVES, "the sentence stays", BUILT + "explorer.js",
         "if (slot.textContent !== text) slot", "if (!slot.textContent) slot"),
        (MOVES, "a choice runs the first model", BUILT + "explorer.js",
         "`${i.name}=${values[i.name]}`", "`${i.name}=${i.options[0]}`"),
        (MOVES.replace("success-and-spending", "crossover"), "a wording without its numbers", BUILT + "explorer.js",
         ".replace(/\\{([^{}:]+):(.+?)\\}/g, number)", ""),
        (MOVES, "a slider without effect stays enabled", BUILT + "explorer.js",
         "control.disabled = entry.disabled = idle", "entry.disabled = idle"),
        (MOVES, "another model in the page", PLOTTED, "const t6 = 10 * t0;", "const t6 = 11 * t0;"),
        (TYPED, "a typed NaN counts", BUILT + "explorer.js", "if (!match) return null;", "if (!match) return NaN;"),
        (TYPED, "a typed value beyond the slider counts", BUILT + "explorer.js",
         'value <= input.max) return "";', 'true) return "";'),
        ("test_the_sentence_is_announced_once_the_hand_rests" + FIGURE, "the status speaks at load",
         BUILT + "explorer.js",
         'root.classList.add("curves-live");', 'root.querySelector(".curves-status").textContent = "Ready";'),
        ("test_without_script_it_reads_as_printed[scaling-laws.html]", "dead sliders without script",
         BUILT + "explorer.css",
         "  .curves-input :is(input, select, button.curves-free), ", "  "),
        ("test_going_live_moves_nothing[scaling-laws.html-820]", "a live chart is lower", BUILT + "explorer.js",
         "view.width(slot.clientWidth);", "view.width(slot.clientWidth).height(300);"),
        ("test_text_in_the_charts_can_be_read[scaling-laws.html-dark]", "faint ink", BUILT + "explorer.css",
         "--curves-ink: #e4e7eb;", "--curves-ink: #4b5563;"),
        ("test_in_print_there_is_no_dead_control_and_the_values_stand[scaling-laws.html]", "sliders in print",
         BUILT + "explorer.css", '  .curves-figure input[type="range"], .curves-figure select, .c', "  .c"),
    ],
    "tests/browser/test_address.py": [
        ("test_an_ordinary_anchor_moves_no_input", "an ordinary anchor resets the figure", BUILT + "explorer.js",
         "if (asks) figure.address.apply(query);", "figure.address.apply(query);"),
    ],
    "tests/browser/test_downloads.py": [
        (CSV, "six digits in the file", BUILT + "explorer.js",
         'value === null ? "" : word(value)', 'value === null ? "" : plain(value)'),
        (CSV, "the file tells of another state", BUILT + "explorer.js",
         "(address.base || page) + address.hash, `", "address.base + '#' + this.root.id, `"),
        ("test_text_is_neither_formula_nor_comment_nor_markup", "a cell becomes a formula", FRONT,
         'value.replace(/^(?=\\s*[-=+@])/, "\'")', "value"),
        ("test_text_is_neither_formula_nor_comment_nor_markup", "a cell becomes a comment", FRONT,
         '/[",\\r\\n#]/.test', '/[",\\r\\n]/.test'),
        ("test_several_charts_stand_below_each_other", "one chart hides the other", FRONT,
         "y += slots[i].clientHeight + 8;", "y += 8;"),
        ("test_svg_stands_alone_and_says_what_it_shows[fig-success-and-spending-True]",
         "the page's colours in the file",
         BUILT + "explorer.js", "return drawing.replace(", "return drawing; drawing.replace("),
        ("test_the_python_lines_give_the_pages_numbers[fig-in-dollars]", "the lines are of an older state",
         BUILT + "explorer.js", "this.refresh(); // the hand may not have rested yet", ""),
        ("test_the_tables_follow_once_the_hand_rests", "the tables stay", BUILT + "explorer.js",
         "      this.downloads.changed();\n", ""),
        ("test_the_tables_follow_once_the_hand_rests", "the tables are made on each frame", BUILT + "explorer.js",
         "this.resting = setTimeout(() => this.refresh(), 250)", "this.refresh()"),
        ("test_a_frame_that_refuses_files_shows_their_text", "a frame is silent", BUILT + "explorer.js",
         "if (self === top) return;", "return;"),
        ("test_without_script_and_in_print_nothing_dead_stands_there", "dead details on paper", BUILT + "explorer.css",
         "@media print { .curves-data", "@media print { .curves-none"),
        ("test_accessible_while_open[360-False]", "the tables widen the page", BUILT + "explorer.css",
         "max-height: 24rem; overflow: auto;", "max-height: 24rem;"),
    ],
    "tests/browser/test_pages.py": [
        ("test_opens_clean_and_accessible[dark-chapters/two-worlds.html]", "pale tables on pale paper",
         BUILT + "book.css",
         ".text_html:not(:has(table.dataframe))", ".text_html:has(figure.curves-figure)"),
        ("test_opens_clean_and_accessible[light-chapters/index.html]", "a request leaves the disk", HOME,
         "</body>", '<img alt="" src="https://example.org/pixel.gif"></body>'),
        ("test_opens_clean_and_accessible[light-chapters/index.html]", "a second search button", HOME,
         '<span class="search-button__default-text">Search</span>',
         'Search</button><button class="btn search-button__button">Search'),
        ("test_theme_toggle[dark]", "the theme's mode is unset", HOME,
         'page.mode = mode || "auto";', ""),
        ("test_opens_clean_and_accessible[light-chapters/index.html]", "muted text too faint", BUILT + "book.css",
         "--pst-color-text-muted: #525c69;", "--pst-color-text-muted: #b4bac2;"),
        ("test_on_a_phone[chapters/sources.html]", "a long address widens the page", BUILT + "book.css",
         "overflow-wrap: anywhere;", ""),
        ("test_on_a_phone[chapters/index.html]", "an icon that was cut", HOME, "fa-angle-right", "fa-rocket"),
        ("test_front_door", "the front door forgets the place", "_build/html/index.html", " + location.hash", ""),
        ("test_search_from_the_disk", "search fetches excerpts from the disk", "_build/html/search.html",
         'location.protocol !== "file:"', "true"),
        ("test_math", "a formula without MathML", PLOTTED,
         '<math xmlns="http://www.w3.org/1998/Math/MathML"><semantics><mrow><mi>C</mi><mo>',
         "<b><semantics><mrow><mi>C</mi><mo>"),
    ],
    "tests/browser/test_pdf.py": [
        ("test_a_figure_stands_whole_on_one_page_with_its_values[fig-success-and-spending]", "no values on paper",
         BUILT + "explorer.css", ".curves-stated { display: inline;", ".curves-stated { display: none;"),
        ("test_bookmarks_and_contents_name_the_page_where_a_chapter_begins", "pages counted from 0", "press/pdf.py",
         "(place) + 1", "(place)"),
        ("test_every_link_leads_somewhere", "links to pages that are not printed", "press/pdf.py",
         'anchor.name, anchor.attrs = "span", {}', "pass"),
        ("test_no_control_is_printed", "cells' code is printed", "press/pdf.py",
         "details.hide:has(.cell_input)", ".no-such"),
    ],
    "tests/browser/test_present.py": [
        ("test_a_slider_and_a_field_keep_their_keys_but_not_the_clickers", "a slider's arrows turn slides",
         BUILT + "present.js", '(inside && !event.key.startsWith("Page"))', "false"),
        ("test_the_code_holds_the_state_at_the_books_public_address", "the code forgets the state",
         BUILT + "present.js", "(figure ? stateOf(figure) : \"\")", "\"\""),
        ("test_a_rehearsal_on_monday_tells_no_answer_on_tuesday", "the answer is remembered for good",
         BUILT + "explorer.js", "presents ? sessionStorage : localStorage", "localStorage"),
    ],
    "tests/browser/test_handout.py": [
        ("test_a_question_comes_before_its_figure_with_room_for_a_guess", "the answer above its question",
         "press/handout.py", "{guess(first)}{drawn(page, first)}", "{drawn(page, first)}{guess(first)}"),
        ("test_two_sides_a_chapter_on_a4", "sides that overflow", "press/handout.css",
         "min-height: 262mm;", "min-height: 290mm;"),
    ],
    "tests/chapters/test_student.py": [
        ("test_nothing_of_a_solution_is_left_in_a_notebook", "code cells of solutions stay", "press/student.py",
         "elif stripper.gate or TAG in", "elif TAG in"),
        ("test_no_line_of_the_books_own_solutions_is_left_anywhere", "solutions end with their first box",
         "press/student.py", "self.gate and not self.ending", "False"),
    ],
    "tests/browser/test_zip.py": [
        ("test_the_same_book_gives_the_same_bytes", "the time of packing is in it", "press/zip.py",
         "zipfile.ZipInfo(name, moment.timetuple()[:6])", "zipfile.ZipInfo(name, datetime.now().timetuple()[:6])"),
        ("test_every_file_that_a_page_names_is_there", "the notebook is left out", "press/zip.py",
         "or name in offered", "or False"),
        ("test_a_front_door_alone_says_what_to_do", "a page alone leads nowhere", "_build/html/index.html",
         ".hidden = false", ".hidden = true"),
    ],
    "tests/browser/test_claims.py": [
        ("test_focus_shows_and_escape_puts_away", "Escape leaves the card", BUILT + "cards.js",
         'event.key === "Escape" && putAway()', "false"),
        ("test_filters", "a filter keeps what does not fit", BUILT + "claims.js", "!fits(row, i)", "fits(row, i)"),
    ],
    "tests/browser/test_glossary.py": [
        ("test_pointing_shows_the_card_and_escape_puts_it_away[1280]", "Escape leaves the card", BUILT + "cards.js",
         'event.key === "Escape" && putAway()', "false"),
        ("test_without_script_the_card_shows", "no card without script", PLOTTED,
         "html:has([aria-describedby=card-term-token]:is(:hover,:focus)) #card-term-token,", ""),
        ("test_each_page_marks_a_term_once_where_prose_is", "a card is lost", PLOTTED,
         '<span class="book-card" id="card-term-token">', "<span>"),
        ("test_each_source_has_an_anchor_and_says_what_rests_on_it", "an entry without its anchor",
         "_build/html/chapters/sources.html", 'id="source-owen2024"', 'id="owen2024"'),
    ],
    "smoke/test_smoke.py": [
        ("test_a_page_opens_and_fits[firefox-index-390-light]", "a script that Firefox refuses", BUILT + "cards.js",
         "connectMarks();", "connectMarks() +;"),
        ("test_a_page_opens_and_fits[webkit-scaling-laws-390-light]", "an error while figures go live",
         BUILT + "explorer.js", 'root.classList.add("curves-live");', 'throw new Error("not here");'),
        ("test_sliders_and_arrow_keys_lead_to_numpys_sentence[firefox-fig-success-and-spending]",
         "another model in the page", PLOTTED, "const t6 = 10 * t0;", "const t6 = 11 * t0;"),
        ("test_sliders_and_arrow_keys_lead_to_numpys_sentence[webkit-fig-growing-budgets]", "the sentence stays",
         BUILT + "explorer.js", "if (slot.textContent !== text) slot", "if (!slot.textContent) slot"),
        ("test_a_link_brings_its_state_back[webkit-fig-growing-budgets]", "a link is not followed",
         BUILT + "explorer.js", "if (asks) figure.address.apply(query);", ""),
        ("test_a_claims_card_comes_and_goes[firefox-390]", "a card beyond the edge", BUILT + "cards.js",
         "`${x - box.left}px`", "`${x - box.left + 9}px`"),
    ],
    "tests/models/test_chips.py": [
        ("test_limits_scope_and_days", "the last day binds too", "lib/curves/models/chips.py",
         "(day < rule.to_day) & _in_scope", "(day <= rule.to_day) & _in_scope"),
        ("test_a_missing_figure_is_neither_met_nor_failed", "missing is failed", "lib/curves/models/chips.py",
         "(value >= least) | ~np.isfinite(value)", "value >= least"),
        ("test_easing_never_makes_anything_stricter", "easing sets the policy", "lib/curves/models/chips.py",
         "np.minimum(level, float(easing.strictness))", "np.maximum(level, 5.0 - float(easing.strictness) / 4)"),
        ("test_a_mix_proves_nothing_if_an_h800_is_as_good", "choice without reason", "lib/curves/models/chips.py",
         "(1 - np.exp(-keenness * advantage))", "np.exp(-keenness * advantage)"),
        ("test_what_an_h20_leaves_on_the_table", "a licence does not matter",
         "lib/curves/models/chips.py", "np.logical_not(cell) & np.logical_not(found[\"needed\"]), tried",
         "np.logical_not(cell), tried"),
        ("test_one_point_speaks_for_its_cell", "a limit less among the cuts", "lib/curves/chips.py",
         'cuts("density", ("density_min", "density_below"))', 'cuts("density", ("density_below",))'),
        ("test_days_keep_their_order_across_months", "months of thirty days", "lib/curves/models/chips.py",
         "(day_of_month - 1) / 31", "(day_of_month - 1) / 29"),
    ],
    "tests/models/test_scaling.py": [
        ("test_the_essays_examples", "the slope divided by 3", SCALING,
         "decades = np.log10(ANCHOR_HIGH_USD / ANCHOR_LOW_USD)", "decades = 3"),
        ("test_the_essays_examples", "at_10x is at 2x", SCALING, "line(10 * spend_usd)", "line(2 * spend_usd)"),
        ("test_a_point_costs_a_hundred_times_more_at_a_hundred_times_the_budget", "a point costs the whole budget",
         SCALING, "spend_usd * (10**decades_a_point - 1)", "spend_usd * 10**decades_a_point"),
        ("test_the_capped_line_stays_between_nothing_and_the_ceiling", "the ceiling is not applied", SCALING,
         "np.clip(line(usd), 0, ceiling_percent)", "np.clip(line(usd), 0, 100)"),
        ("test_a_line_that_does_not_rise_sells_no_point", "a level line sells points", SCALING,
         "        at_ceiling = points_per_decade <= 0", "        at_ceiling = points_per_decade < 0"),
    ],
    "tests/models/test_loss_law.py": [
        ("test_the_best_shape_at_chinchillas_compute", "an exponent in two decimals", SCALING,
         "0.33917084, 0.2849083)", "0.34, 0.28)"),
        ("test_the_closed_form_is_the_lowest_point", "the other exponent on top", SCALING,
         "share = fit.beta / (fit.alpha + fit.beta)", "share = fit.alpha / (fit.alpha + fit.beta)"),
        ("test_a_made_up_law_is_found_again", "odd runs count by their square", SCALING,
         "pull = np.clip(residual, -1, 1)", "pull = residual"),
        ("test_a_resample_is_fitted_as_its_runs_alone_would_be", "resamples keep their own middle", SCALING,
         "_descend(best.x, *again, centre=runs)", "_descend(best.x, *again)"),
    ],
    "tests/models/test_shifting.py": [
        ("test_the_best_budget_is_what_pays_best", "a firm spends what does not pay best", SHIFTING,
         "prize_usd * value_steepness * u / (1 + u) ** 2", "prize_usd * value_steepness * u / (1 + u) ** 3"),
        ("test_ideas_arrive_as_poisson_has_it", "an idea too rare", SHIFTING,
         'state["chance"] * rate / (now["step"] + 1)', 'state["chance"] * rate / (now["step"] + 2)'),
        ("test_months_to_fall", "months to halve for months to fall", SHIFTING,
         "12 * np.log(factor) / np.log(annual_factor)", "12 * np.log(2) / np.log(annual_factor)"),
        ("test_level_at_the_even_exponent", "the other lab's chips", SHIFTING,
         '_even(requirement_growth, needs / efficiency_lead)', '_even(requirement_growth, needs / chip_lead)'),
    ],
    "tests/models/test_paradigm.py": [
        ("test_the_window_closes_when_the_first_firm_has_fallen_out", "nobody is out before all have spent", PARADIGM,
         "falls_out = last_spends + level_within", "falls_out = last_spends + 2 * level_within"),
        ("test_a_weak_base_gains_nothing_and_gains_end", "gains never end", PARADIGM,
         "np.log10(1 + np.minimum(rl_usd, rl_flat_usd) / rl_start_usd)", "np.log10(1 + rl_usd / rl_start_usd)"),
    ],
    "tests/models/test_prices.py": [
        ("test_only_what_undercuts_all_before_counts", "every offer counts", TRENDS,
         "strict <= np.minimum.accumulate(strict)", "strict <= strict"),
        ("test_a_line_foretells_itself", "what came later is fitted, too", TRENDS,
         "used = np.where(dates < line_drawn_in, 1.0, 0.0)", "used = np.where(dates < 3000, 1.0, 0.0)"),
    ],
    "tests/models/test_trends.py": [
        ("test_ninety_percent_intervals_cover_the_truth_as_often_as_they_say", "a normal for Student's t", TRENDS,
         "T_90 = t.ppf(0.95, DEGREES)", "T_90 = t.ppf(0.95, DEGREES + 1000)"),
        ("test_ninety_percent_intervals_cover_the_truth_as_often_as_they_say", "one degree of freedom too many", TRENDS,
         "/ (n - 2))", "/ n)"),
        ("test_only_what_is_dated_between_is_fitted", "the last date counts twice", TRENDS,
         "(dates >= fit_from) & (dates < fit_until)", "(dates >= fit_from)"),
    ],
    "tests/models/test_supply.py": [
        ("test_every_fitted_row_lies_in_its_interval", "thrice the leak", SUPPLY,
         "    leak=0.048799", "    leak=0.148799"),
        ("test_what_is_foretold", "growth never slows", SUPPLY, "    slowing=0.10689", "    slowing=0.00689"),
        ("test_the_fit_does_not_see_what_it_is_checked_against", "all rows are fitted", SUPPLY_FIT,
         'if row["role"] == "fit"]', 'if row["role"]]'),
        ("test_what_came_in_less_what_was_retired_is_the_stock", "half of a flow gets lost", SUPPLY,
         "self.keep * state[name] + flow for", "self.keep * state[name] + flow / 2 for"),
        ("test_no_chip_is_sold_twice", "smuggled chips stay where they were", SUPPLY,
         "rest = level - passed", "rest = level"),
        ("test_the_unit_changes_no_history", "a unit that counts twice", SUPPLY,
         'if unit == "dollars":', 'if unit == "dollars" and not path.update({"a100": [0.0] * QUARTERS}):'),
        ("test_memory_binds", "memory without end", SUPPLY,
         'np.minimum(wanted * now["domestic"], memory)', 'wanted * now["domestic"]'),
        ("test_history_does_not_depend_on_what_lies_ahead", "growth from 2025", SUPPLY,
         "TODAY, READER, STOCKED = 24, 28, 20", "TODAY, READER, STOCKED = 20, 28, 20"),
        ("test_what_can_be_hidden", "hidden and seen swapped", SUPPLY,
         "return 1 / (1 + (seen / half_hidden_usd)", "return 1 / (1 + (half_hidden_usd / seen)"),
        ("test_small_deals_escape_what_looks_at_each_deal", "all look at the total", SUPPLY,
         'seen = deal_usd if detection == "on each deal" else usd', "seen = usd"),
        ("test_full_closure_leaves_nothing", "closing opens", SUPPLY,
         "us_h100e * rented_share * (1 - access_closed_share)", "us_h100e * rented_share * (1 + access_closed_share)"),
        ("test_without_a_response_the_loop_never_closes", "growth without a cause", SUPPLY,
         "own + domestic_response_elasticity * by", "own + (0.1 + domestic_response_elasticity) * by"),
        ("test_the_gap_opens_later_if_less_of_it_counts", "the last year for the first", SUPPLY,
         "for year, share in reversed(list(zip(", "for year, share in (list(zip("),
        ("test_an_early_verdict_and_a_late_effect", "no lag", SUPPLY,
         "(stockpile_months + model_lag_months) / 12", "stockpile_months / 12"),
        ("test_one_run_or_the_whole", "users are not served", SUPPLY,
         "serving = deployment_share * china_h100e", "serving = 0 * china_h100e"),
        ("test_the_readers_year_is_picked_out", "the year before", SUPPLY_SHOWN,
         "np.where(year > k - 0.5", "np.where(year > k + 0.5"),
        ("test_the_figure_counts_hits_as_the_fit_does", "only above counts as near", SUPPLY_SHOWN,
         "(ratio * near_times >= 1)", "(ratio >= 1)"),
        ("test_the_figure_counts_hits_as_the_fit_does", "a flow that stays", SUPPLY_FIT,
         "dict.fromkeys(constants, 0.0)", "dict.fromkeys(constants[1:], 0.0)"),
    ],
    "tests/models/test_deepseek.py": [
        ("test_the_expected_ratio", "age in years", DEEPSEEK, "** (age_months / 12)", "** age_months"),
        ("test_the_run_of_v3_as_disclosed", "no context extension", DEEPSEEK,
         "hours = pretrain_gpu_hours + context_gpu_hours + posttrain_gpu_hours",
         "hours = pretrain_gpu_hours + posttrain_gpu_hours"),
        ("test_an_item_known_on_one_side_is_in_no_ratio", "an unknown counts as known", DEEPSEEK,
         "np.where((a > 0) & (b > 0), k, 0.0)", "np.where((a > 0) | (b > 0), k, 0.0)"),
        ("test_the_count_of_semianalysis", "the share of H20s is one of all", DEEPSEEK,
         "h20 = (1 - h100_share) * h20_of_rest", "h20 = h20_of_rest"),
        ("test_a_hidden_lead_moves_every_clock_alike", "clocks by date know of no hidden lead", DEEPSEEK,
         '"true_least": [months + hidden_lead_months for months in least]', '"true_least": least'),
        ("test_the_part_of_the_way_that_v3_made", "V3 measured from nothing", DEEPSEEK,
         "np.true_divide(v3 - before, np.where(total > 0, r1 - before, 1.0))",
         "np.true_divide(v3, np.where(total > 0, r1 - before, 1.0))"),
        ("test_lost_chips_are_repaid_at_the_even_elasticity", "the last year's share counts, too", DEEPSEEK,
         'state["short"] + within * state["log_share"]', 'state["short"] + within * log_share'),
        ("test_ranks_turn_with_the_weights", "a tie has a loser", DEEPSEEK,
         "other > mean + level_within", "other >= mean + level_within"),
    ],
    "tests/models/test_parity.py": [
        ("test_javascript_agrees_with_numpy[fig-on-trend-spread]", "quantiles over all states at once",
         "lib/curves/explore/ensemble.py", "np.quantile(out, shares, axis=-1)", "np.quantile(out, shares)"),
        ("test_what_a_search_for_flips_runs_gives_what_the_whole_model_gives", "the search runs all outputs",
         "lib/curves/explore/trace.py", "{name: self.outputs[name] for name in names}", "dict(self.outputs)"),
        ("test_javascript_agrees_with_numpy", "where takes the other side", OPERATIONS,
         "{0} ? {1} : {2}", "{0} ? {2} : {1}"),
        ("test_javascript_agrees_with_numpy", "constants printed with six digits", PRINTER,
         "else repr(value)", 'else f"{value:.6g}"'),
        ("test_no_nan_leaves_a_branch", "a point that is not to be had costs NaN", SCALING,
         "np.where(at_ceiling, np.inf,", "np.where(at_ceiling, np.nan,"),
    ],
    "tests/explore/test_operations.py": [
        ("test_value_by_value", "halves round up, not to even", FRONT,
         "(floor % 2 === 0 ? floor : floor + 1)", "(floor + 1)"),
        ("test_value_by_value", "the remainder has the sign of the dividend", FRONT,
         "(b < 0 !== r < 0 ? r + b : r)", "r"),
        ("test_value_by_value", "maximum loses NaN", OPERATIONS,
         '"Math.max({0}, {1})"', '"({0} > {1} ? {0} : {1})"'),
        ("test_small_powers_print_as_products", "a power with a factor too few", PRINTER,
         "] * int(node.args[1])", "] * int(node.args[1] - 1)"),
        ("test_columns", "the quantile at another place", FRONT,
         "place = last * level", "place = column.length * level"),
        ("test_columns", "a quantile skips NaN", FRONT,
         "if (at === null) return NaN;\n", "if (at === null) return 0;\n"),
        ("test_quantiles_are_numpys_to_the_last_bit", "a group of rows too many", FRONT,
         "if (ends[middle] > rank) g = middle", "if (ends[middle] >= rank) g = middle"),
        ("test_the_pages_sum_loses_nothing", "a sum without what was lost", FRONT,
         "return lost === lost ? total + lost : total;", "return total;"),
        ("test_where_and_interp_and_select_and_clip", "clip has no upper bound", TRACE,
         'return a if high is None else self.apply(np.minimum, "np.clip", (a, high))', "return a"),
        ("test_where_and_interp_and_select_and_clip", "select takes the last condition", TRACE,
         "reversed(list(zip(condlist, choicelist, strict=True)))", "zip(condlist, choicelist, strict=True)"),
    ],
    "tests/explore/test_trace.py": [
        ("test_a_step_may_name_its_state_in_any_order", "states in the order of the step", TRACE,
         'self.operand(new[name], "scan") for name in state}', 'self.operand(new[name], "scan") for name in new}'),
        ("test_foreign_function", "x * 2 is taken for x * 3", TRACE,
         "np.ndarray) else repr(a", "np.ndarray) else type(a"),
        ("test_foreign_function", "a sum opens no new stage", PRINTER, "default=0) + ", "default=0) + 0 * "),
        ("test_refused_with_what_and_where", "a refusal without its line", TRACE, " line {line}: ", ": "),
        ("test_refused_with_what_and_where", "a condition passes for a number", TRACE,
         'if wanted in "fb" and kind != wanted or len(same) > 1:', "if len(same) > 1:"),
        ("test_refused_with_what_and_where", "x += y traces", TRACE,
         'any(out is inputs[0] for out in kwargs["out"])', 'kwargs.pop("out") is None'),
        ("test_a_hidden_refusal_comes_out", "a bare except hides a refusal", TRACE, "raise _refusals[0]", "pass"),
        ("test_a_constant_column_of_conditions_stays_one", "true is false", TRACE,
         "(array.astype(float), 0.0))", "(array.astype(float), 1.0))"),
        ("test_columns_of_two_lengths", "columns of two lengths meet", TRACE,
         "if self.length not in (None, length):", "if False:"),
    ],
    "tests/explore/test_formats.py": [
        ("test_known_texts", "ties go to the even digit", FORMATS,
         "rounding=ROUND_HALF_UP", 'rounding="ROUND_HALF_EVEN"'),
        ("test_twins_write_the_same", "minus zero in the page", FRONT,
         "value < 0 && /[1-9]/.test(", "value < 0 && /./.test("),
        ("test_twins_read_the_same", "a typed 40% is 40", FRONT, '(spec.endsWith("%") ? 100 : 1);', "1;"),
        ("test_known_texts", "a million from a thousand on", FORMATS,
         "if exponent >= 6 else 0", "if exponent >= 3 else 0"),
        ("test_twins_write_the_same[#.3]", "a billion is a thousand million in the page", FRONT,
         "group = +power < 6 ? 0 : Math.min(Math.floor(+power / 3), 4);",
         "group = +power < 6 ? 0 : 2;"),
        ("test_any_other_spec_is_refused", "a grouped power of ten is a format", FORMATS,
         'if not match or (match["grouped"] and match["kind"] != "f"):', "if not match:"),
    ],
    "tests/explore/test_explorer.py": [
        ("test_a_log_slider_stands_and_reads_alike_in_both_languages", "a log slider reaches its end halfway", FRONT,
         "(span * place) / PLACES)", "(span * place) / 200)"),
        ("test_a_model_that_asks_for_what_leaves_no_trace_is_refused", "a trace is believed", EXPLORER,
         "equal_nan=True):", "equal_nan=True) and False:"),
        ("test_every_place_of_a_log_slider_is_reached_by_arrow_keys", "three digits for every slider", FRONT,
         "Math.max(3, Math.ceil(1 - Math.log10(span / PLACES)))", "3"),
        ("test_outputs_are_the_readers_own", "the kept call is handed out", EXPLORER,
         "value = np.array(value)", "value = np.asarray(value)"),
        ("test_over_draws_no_chart_is_needed_and_a_fan_may_start_at_one_number", "a fan has the first step's names",
         "lib/curves/explore/ensemble.py", "keys = max(steps, key=len)", "keys = steps[0]"),
        ("test_a_value_out_of_range_is_refused_and_nothing_lost", "a value below the range is taken", INPUTS,
         "if not self.min <= number <= self.max:", "if number > self.max:"),
        ("test_payload_is_plain_json_and_safe_in_html", "a label ends the script", PAGE,
         '.replace("</", "<\\\\/")', ""),
        ("test_payload_is_plain_json_and_safe_in_html", "a title is markup", PAGE,
         '<p class="curves-title">{escape(explorer.title)}</p>', '<p class="curves-title">{explorer.title}</p>'),
        ("test_jupyterlab_gets_a_widget_with_text_and_html", "any message is answered with Vega", EXPLORER,
         'if message.get("need") == "vega":', "if message:"),
        ("test_the_book_gets_html_and_no_widget", "the book gets widgets", EXPLORER,
         'os.environ.get("CURVES_HOST") == "book"', "False"),
        ("test_a_kernel_starts_without_a_grammar_that_no_chart_asks_for", "a slow import",
         "lib/curves/explore/chart.py", 'sys.modules.setdefault("rfc3987_syntax", None)', "import rfc3987_syntax"),
        ("", "a log slider's thumb stands elsewhere", INPUTS,
         "math.log(value / self.min)", "math.log(value)"),
        ("", "a log axis has linear steps", EXPLORER,
         'np.geomspace if item.scale == "log" else np.linspace', "np.linspace"),
    ],
    "tests/explore/test_address.py": [
        ("test_any_state_comes_back_to_the_last_bit", "numbers in links lose digits", ADDRESS,
         "repr(value + 0.0)", 'f"{value:.12g}"'),
        ("test_what_counts_and_what_is_said", "the last of two values counts", ADDRESS,
         "if key in values or key in special:", "if False:"),
        ("test_twins_read_any_link_alike", "a value beyond the slider is taken in the page", FRONT,
         "if (number >= input.min && number <= input.max) return [", "if (number >= input.min) return ["),
    ],
    "tests/explore/test_decides.py": [
        ("test_the_order_is_a_finite_difference_ranking", "the narrowest bar first", DECIDES,
         "key=lambda row: -_width(row)", "key=_width"),
        ("test_flip_values_are_the_edges", "a flip beside the edge", DECIDES,
         "GRID, HALVINGS, FEW = 65, 20", "GRID, HALVINGS, FEW = 65, 4"),
        ("test_the_few_draws_that_search_never_have_the_last_word[-0.31]", "a few draws have the last word", DECIDES,
         "if holds(PLACES[k]) != began:", "if True:"),
        ("test_the_few_draws_that_search_never_have_the_last_word[-0.31]", "what the few are off is let be", DECIDES,
         "[share + (whole - few) for share in tried]", "tried"),
    ],
    "tests/explore/test_vega.py": [
        ("test_every_figure_has_what_it_needs", "a build without filters", VEGA, ",filter:()=>", ",filters:()=>"),
        ("test_what_is_left_out_is_named", "a reason without a name", VEGA, '"Unrecognized transform type: "', '""'),
        ("test_it_is_one_script_for_page_and_module", "a global in JupyterLab", VEGA,
         "&&module.exports?", "&&module.export?"),
    ],
    "tests/explore/test_draws.py": [
        ("test_points_are_scipys_and_bit_equal_in_the_page", "points half a step off in the page", FRONT,
         "points[i] = (j + 0.5) / n;", "points[i] = j / n;"),
        ("test_points_are_scipys_and_bit_equal_in_the_page", "a few points of the page are not the first ones", FRONT,
         "direction >> spare", "direction"),
        ("test_spreads_are_the_laws_they_are_named_for", "low and high as 16th and 84th percentiles", DRAWS,
         "SIGMAS = float(normal_quantile(0.95))", "SIGMAS = 1.0"),
        ("test_a_scan_is_one_loop_in_the_page_and_agrees", "each step of a scan overwrites the last", PRINTER,
         "'t * N + i' if row", "'i' if row"),
    ],
    "tests/chapters/test_seminar.py": [
        ("test_every_link_opens_the_state_that_it_names", "a link to an input that is none",
         "chapters/seminar/guide.md",
         "counted_up_to=7", "counted_up=7"),
        ("test_the_slides_fill_fifty_minutes_in_order", "a slide of one minute", "data/slides.csv",
         "5,23,", "5,18,"),
        ("test_a_card_says_what_its_state_says", "a card opens another's state", "chapters/seminar/roles.ipynb",
         "best=see(economist,", "best=see(maker,"),
        ("test_the_debrief_is_sorted_by_what_moves_the_months", "the narrowest first", "lib/curves/seminar.py",
         "rows.sort(key=lambda row: -row[0])", "rows.sort(key=lambda row: row[0])"),
    ],
    "tests/chapters/test_stylesheets.py": [
        ("test_a_rule_stays_if_an_element_can_have_all_that_it_asks_for", "ids do not count",
         "lib/curves/stylesheets.py", 'if token.type == "hash"', 'if token.type == "never"'),
    ],
    "tests/chapters/test_marks.py": [
        ("test_no_mark_where_no_prose_is", "a mark in code", "lib/curves/cards.py",
         '"button", "code", ', '"button", '),
        ("test_an_unknown_id_stops_the_build", "an unknown id gets a card", "lib/curves/claims.py",
         "if id not in claims():", "if False:"),
    ],
    "tests/chapters/test_glossary.py": [
        ("test_the_first_use_becomes_a_link_with_a_card", "every use is marked", "lib/curves/glossary.py",
         "if id in shown:", "if False:"),
        ("test_whole_words_the_longest_form_first", "the shortest form first", "lib/curves/glossary.py",
         "key=len, reverse=True", "key=len"),
        ("test_no_mark_where_no_prose_is", "a mark in a table's head", "lib/curves/glossary.py", ', "th"}', "}"),
        ("test_no_mark_where_no_prose_is", "a mark inside what is left out", "lib/curves/cards.py",
         "left_out or is_card or (self.open and self.open[-1][0] == tag)", "left_out or is_card"),
    ],
    "tests/chapters/test_sources.py": [
        ("test_tables_that_name_a_source", "only columns called sources count", "lib/curves/sources.py",
         "kind == 'sources'", "column == 'sources'"),
    ],
    "tests/chapters/test_turns.py": [
        ("test_what_lies_in_the_range_comes_before_what_does_not", "the nearest first, in the range or not",
         "lib/curves/turns.py", 'lambda turn: (not turn["within"], turn["moved"])', 'lambda turn: turn["moved"]'),
        ("test_each_link_opens_the_figure_where_the_answer_has_turned[fig-on-trend]", "changes pile up",
         "lib/curves/turns.py", "explorer.set(**{name: start[name]})", "pass"),
    ],
    "tests/chapters/test_reading_time.py": [
        ("test_the_first_cell_says_what_one_needs_and_how_long_it_takes", "a chapter promises too little", CHAPTER,
         "about forty minutes", "about fifteen minutes"),
        ("test_the_list_of_chapters_says_the_same", "the list promises less than the chapter", "chapters/index.md",
         "an *e*. *It takes:* about forty minutes", "an *e*. *It takes:* about twenty minutes"),
    ],
    "tests/chapters/test_prose.py": [
        ("test_no_number_is_typed", "a number typed in prose", CHAPTER,
         "about forty minutes", "about 40 minutes"),
    ],
    "tests/chapters/test_notebooks.py": [
        ("test_outputs_are_stripped_unless_kept_on_purpose", "an output is stored", CHAPTER,
         '"outputs": [],\n   "source": [\n    "scaling_laws.s',
         '"outputs": [{"output_type": "stream", "name": "stdout", "text": []}],\n   "source": [\n    "scaling_laws.s'),
        ("test_a_cell_is_an_import_a_call_or_a_line_of_arithmetic", "a function in a cell", CHAPTER,
         '"scaling_laws.success_and_spending()"', '"def draw():\\n", "    return scaling_laws.success_and_spending()"'),
        ("test_every_page_is_in_the_table_of_contents", "a page is not in the contents", "_toc.yml",
         "  - file: chapters/sources\n", ""),
        ("test_jupyterlab_folds_the_code_that_the_book_leaves_out", "the last cell stands open in JupyterLab", CHAPTER,
         '"source_hidden": true\n    },\n    "tags": [\n     "remove-cell"',
         '"source_hidden": false\n    },\n    "tags": [\n     "remove-cell"'),
    ],
    "chapters/scaling-laws.ipynb": [
        ("", "the third example stands at $1B", SCALING, "ANCHOR_HIGH_USD = 1e8", "ANCHOR_HIGH_USD = 1e9"),
    ],
    "tests/data/test_data.py": [
        ("test_a_preset_speaks_of_what_is_there", "any parameter will do", DATA,
         "if row[column] not in known:", "if False:"),
        ("test_real_tables_load", "a key twice", "data/models.csv", "\nGPT-3,OpenAI,", "\nGPT-2,OpenAI,"),
        ("test_real_tables_load", "a source key mistyped", "data/parameters.csv",
         "epoch-reasoning-2025,C128;C169", "epoch-resoning-2025,C128;C169"),
        ("test_cost_bases_are_kept_apart", "a rental price as an amortised cost", "data/models.csv",
         ",,5576000,,", ",5390000,,estimated,"),
        ("test_the_largest_runs_by_the_rule", "a run is not among the largest", "data/models.csv",
         "1.57e22,likely,epoch-models-2025,yes,", "1.57e22,likely,epoch-models-2025,no,"),
        ("test_compute_is_near_six_times_parameters_times_tokens", "a digit lost", "data/models.csv",
         ",1.0692e25,", ",1.0692e24,"),
        ("test_a_rate_lies_within_its_ends", "ends swapped", "data/trends.csv", ",4.7,4.3,5.2,", ",4.7,5.2,4.3,"),
        ("test_what_an_efficiency_estimate_measures", "a guess stands among measurements", "data/trends.csv",
         ",all-in,", ",language-pretraining,"),
        ("test_published_falls_in_price", "a milestone too fast", "data/trends.csv",
         ",35.8,5.03,255,", ",55.8,5.03,255,"),
        ("test_cell_fault", "the ends of a range do not count", DATA,
         "return [] if low <= float(value) <= high else", "return [] if low <= float(value) else"),
        ("test_row_is_the_spreadsheet_row", "rows counted from the first after the header", DATA,
         "enumerate(records, start=2)", "enumerate(records, start=1)"),
    ],
    "tests/data/test_chips.py": [
        ("test_the_map_counts_what_somebody_would_export", "Chinese chips counted", "lib/curves/models/chips.py",
         'exported = shown & np.logical_not(plane["chinese"])', "exported = shown"),
        ("test_known_cases_agree_with_history", "chips made for China are eased, too", "lib/curves/models/chips.py",
         "if rule.sold_in_us:", "if False:"),
        ("test_known_cases_agree_with_history", "an H800 with all its links", "data/chips.csv",
         ",80,3360,400,", ",80,3360,900,"),
        ("test_invented_chips_agree_with_arithmetic", "2022 asks for either", "data/control_rules.csv",
         "any,,4800,,,,600,,,,,and,", "any,,4800,,,,600,,,,,or,"),
        ("test_known_cases_agree_with_history", "the letters of 2025 a week late", "data/control_rules.csv",
         "2025-04-09,2025-04-09,2025-08-08", "2025-04-09,2025-04-16,2025-08-08"),
        ("test_families_and_faults", "the first of several variants answers", "lib/curves/chips.py",
         "for a in answers}) > 1:", "for a in answers}) > 9:"),
        ("test_the_arithmetic_is_told", "rounded over the limit", "lib/curves/chips.py",
         "if (shown >= limit, shown > limit) == (value >= limit, value > limit):", "if shown >= 0:"),
    ],
    "tests/data/test_prices.py": [
        ("test_the_essays_tenfold_holds_for_input_alone", "another price for output", "data/prices.csv",
         "2024-06-20,announced,list,3,15,", "2024-06-20,announced,list,3,6,"),
        ("test_a_peak_price_is_twice_its_off_peak_price", "the off-peak price at the peak", "data/prices.csv",
         ",peak,1.32,3.96,", ",peak,0.66,1.98,"),
        ("test_rises", "a rise becomes a fall", "data/prices.csv",
         ",promotional,0.14,0.28,", ",promotional,0.34,0.28,"),
        ("test_every_model_has_a_score_or_a_dated_change", "a model without a score", "data/prices.csv",
         ",0.8,3.2,,82.0,,,", ",0.8,3.2,,,,,"),
    ],
    "tests/data/test_reasoning.py": [
        ("test_dollars_are_hours_at_two_dollars", "a digit lost", "data/reasoning.csv", ",202000,", ",20200,"),
        ("test_thinking_curves", "two budgets swapped", "data/thinking_curves.csv",
         "Claude Haiku 4.5,32000,71.2", "Claude Haiku 4.5,32000,60.5"),
        ("test_horizons", "hours for minutes", "data/horizons.csv", ",137,66.9,271,", ",2.28,66.9,271,"),
    ],
    "tests/models/test_verdict.py": [
        ("test_the_links_are_those_of_the_chapters", "what controls decide, the wrong way round", VERDICT,
         "decide, us_there = china_free & ~china_there", "decide, us_there = china_there & ~china_free"),
        ("test_what_undermines_the_case", "ideas are not taken out", VERDICT,
         'limited["china_margin"] - ideas', 'limited["china_margin"] + 0 * ideas'),
        ("test_each_link_can_break_the_chain_alone", "a link that is not asked", VERDICT,
         'others = us_there & when["in_time"] & lead["lasts"]', 'others = us_there & when["in_time"]'),
    ],
    "tests/models/test_worlds.py": [
        ("test_a_million_chips_after_two_years", "the bar rises with progress", WORLDS,
         "start - fall * np.maximum(end", "start + fall * np.maximum(end"),
        ("test_before_its_time_nothing_is_enough", "a year too early", WORLDS,
         "[threshold_year <= end for end", "[threshold_year <= end + 1 for end"),
        ("test_one_doubling_from_fifty_thousand_to_a_hundred_thousand", "ideas do not count", WORLDS,
         "np.log10(china_efficiency_times * china_in_one_share)", "np.log10(china_in_one_share)"),
        ("test_one_world_and_no_other", "who is alone is also with the other", WORLDS,
         'worlds["both"].append(china_there & us_there)', 'worlds["both"].append(china_there)'),
        ("test_more_enforcement_never_helps_china", "an open gap takes chips away", WORLDS,
         "licensed_per_year + gap,", "licensed_per_year - gap,"),
        ("test_the_scarcer_of_power_and_money_holds_back", "power without money", WORLDS,
         "np.minimum(power_gw_per_year, capex_usd_per_year / usd_per_gw)", "(power_gw_per_year + 0 * usd_per_gw)"),
        ("test_the_effect_is_the_slope_of_worth", "a square lost", WORLDS,
         "((1 + at_first) / (1 + u)) ** 2", "((1 + at_first) / (1 + u))"),
        ("test_a_lead_halves_in_two_years", "a lead that leaks grows", WORLDS,
         "feedback_per_year - diffusion_per_year", "diffusion_per_year - feedback_per_year"),
        ("test_at_equal_ai_industry_and_focus_decide", "parity is not even", WORLDS,
         '"bipolar": rest,', '"bipolar": rest * lead_times,'),
        ("test_the_verdict_changes_with_the_aim", "all that is met is met half", WORLDS,
         'scores["slow"].append(1 - have / had)', 'scores["slow"].append(1 - have / had / 2)'),
        ("test_all_off_is_the_baseline", "a gap without a rule", WORLDS,
         "gap = barred * gap_chips_per_year", "gap = -gap_chips_per_year"),
        ("test_each_measure_has_its_price", "time bought is used by itself", WORLDS,
         "1 - np.exp(-resilience_per_year *", "1 - np.exp(-0.1 - resilience_per_year *"),
        ("test_evidence_that_fits_both_moves_nobody", "odds for shares", WORLDS,
         "weight / (weight + 1 - prior_share)", "weight / (weight + 1)"),
        ("test_what_each_preset_yields", "a word read otherwise afterwards", "data/presets.csv",
         "amodei,threshold_chips,2e6,", "amodei,threshold_chips,1e6,"),
        ("test_the_turns_that_the_page_names_are_those_of_all_draws[Amodei]", "a turn a little further out", DECIDES,
         "return at(item, far if began == now else near)", "return at(item, far + 0.02)"),
        ("test_where_no_single_change_turns_it_none_is_named", "any input turns it", PRESETS,
         "if turned is not None:", "if True:"),
        ("test_sobol_indices_of_a_function_whose_indices_are_known", "draws squeezed", SENSITIVITY,
         "return spread(item.kind, item.low,", "return spread(item.kind, item.low / 2,"),
        ("test_ranges_of_power_come_from_the_table", "digits swapped", "data/power.csv",
         ",521,649,843,", ",521,694,843,"),
    ],
    "tests/data/test_supply.py": [
        ("test_what_stood_elsewhere_by_counts", "China's own chips stand elsewhere as well", COUNTS,
         "- china) / china", ") / china"),
        ("test_the_latest_year_is_checked_and_never_fitted", "a check is fitted", "data/supply.csv",
         "epoch-chip-counts-2026,check,primary,2026-04-22,\"Interval of 5 to 95 percent. Sales",
         "epoch-chip-counts-2026,fit,primary,2026-04-22,\"Interval of 5 to 95 percent. Sales"),
        ("test_the_spread_of_accounts_is_kept", "the lowest account dropped", "data/supply.csv",
         "stays short\",2026-01-01,2026-12-31,flow,250000,300000,400000",
         "stays short\",2026-01-01,2026-12-31,flow,300000,300000,400000"),
        ("test_the_chips_of_the_model_are_those_of_the_table", "an H20 as wide as an H100", SUPPLY,
         '"h20": Chip(148, 4000,', '"h20": Chip(148, 3350,'),
        ("test_windows_open_and_close_with_the_events", "a ban a month late", SUPPLY,
         '"H800": ("2023-03-21", "2023-10-23")', '"H800": ("2023-03-21", "2023-11-23")'),
        ("test_dollars_a_chip", "a digit more", "data/supply.csv", ",103000000,", ",1030000000,"),
    ],
    "tests/data/test_deepseek.py": [
        ("test_stages_of_v3_add_up", "a digit lost", "data/deepseek.csv", ",2664000,", ",264000,"),
        ("test_the_disclosed_day_of_service", "tokens written and read swapped", "data/deepseek.csv",
         "Tokens written that day,1.68e11", "Tokens written that day,6.08e11"),
        ("test_plans_and_stock_are_kept_apart", "a plan among what stands", "data/deepseek.csv",
         "us-colossus-planned,us-fleet-planned,", "us-colossus-planned,us-fleet-installed,"),
        ("test_scores_agree_with_the_other_tables", "another tester's score", "data/scores.csv",
         "GPQA Diamond,science,55.3,", "GPQA Diamond,science,65.0,"),
    ],
    "tests/data/test_glossary.py": [
        ("test_no_form_belongs_to_two_terms", "a form of two terms", "data/glossary.csv",
         "Fleet,fleets,", "Fleet,tokens,"),
        ("test_a_meaning_is_one_or_two_sentences_without_figures", "a figure in a meaning", "data/glossary.csv",
         "Lower is better.", "Below 2 is good."),
    ],
    "tests/data/test_claims.py": [
        ("test_opponents_are_mutual", "an opponent on one side only", "data/claims.csv",
         ",,8,,times,,supports,C223,C148,", ",,8,,times,,supports,,C148,"),
        ("test_no_claim_supports_itself_in_a_circle", "two claims hold each other up", "data/claims.csv",
         ",C229,C150;C179,", ",C229,C147;C150;C179,"),
        ("test_every_claim_cited_exists", "a mark that names no claim", CHAPTER, "[C104]", "[C904]"),
        ("", "an opponent that is no claim", "data/claims.csv",
         ",,8,,times,,supports,C223,C148,", ",,8,,times,,supports,C923,C148,", 2),
    ],
}  # fmt: skip


def listed(word):
    """The entries whose test, file or description contains ``word``; those of smoke/ only if it says so."""
    for path, entries in MUTANTS.items():
        if path.startswith("smoke/") and "smoke" not in word.lower():
            continue
        for test, what, file, old, new, *code in entries:
            test = f"{path}::{test}" if test else path
            if word.lower() in f"{test} {file}: {what}".lower():
                yield test, what, file, old.encode(), new.encode(), *(code or [1])


def stale(mutants):
    """What is wrong with the list itself."""
    for file in sorted({str(p.relative_to(ROOT)) for p in ROOT.glob("tests/**/test_*.py")} - MUTANTS.keys()):
        yield f"{file} has no mutant: add one to tests/mutants.py."
    for test, what, file, old, *_ in mutants:
        if not (ROOT / file).exists():
            yield f"{file} does not exist: " + ("run `make book`." if file.startswith("_build") else f"mend {what!r}.")
        elif (found := (ROOT / file).read_bytes().count(old)) != 1:
            remedy = "run `make book`, or correct" if file.startswith("_build") else "correct"
            yield f"{file} holds {old.decode()!r} {found} times, not once: {remedy} {what!r} in tests/mutants.py."
        elif not (ROOT / test.split("::")[0]).exists():
            yield f"{test} does not exist: correct {what!r} in tests/mutants.py."


def in_copy(folder, arguments, said):
    """In a process of its own: pytest, with the copy's package, book and kernels."""
    os.setsid()
    os.chdir(folder)
    for stream in (1, 2):
        os.dup2(os.open(said, os.O_WRONLY | os.O_CREAT | os.O_APPEND), stream)
    sys.dont_write_bytecode = True  # else a second break of one size within a second goes unseen
    sys.path.insert(0, str(folder / "lib"))
    os.environ |= {
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": str(folder / "lib"),
        "CURVES_BOOK": str(folder / "_build/html"),
    }
    find = "import importlib.util; print(importlib.util.find_spec('curves').origin)"
    below = subprocess.check_output([sys.executable, "-c", find], text=True).strip()
    for used in (importlib.util.find_spec("curves").origin, below):
        if not Path(used).is_relative_to(folder):
            sys.exit(f"{used} is used, not the copy in {folder}: no mutant would be seen.")
    sys.exit(int(importlib.import_module("pytest").main(arguments)))


def pytest(folder, tests):
    """Exit code of pytest on ``tests`` and the last lines of what it wrote."""
    said = folder.with_suffix(".txt")
    said.unlink(missing_ok=True)
    options = ["--nbval-lax"] if tests[0].endswith(".ipynb") else []
    run = FORKS.Process(target=in_copy, args=(folder, ["-x", "-q", "-p", "no:cacheprovider", *options, *tests], said))
    run.start()
    run.join(MOST_SECONDS)
    if run.is_alive():
        os.killpg(run.pid, signal.SIGKILL)
        return None, f"no end after {MOST_SECONDS} s"
    return run.exitcode, "\n".join(said.read_text("utf-8", "replace").splitlines()[-12:])


def is_green(folder, tests):
    code, said = pytest(folder, tests)
    return code == 0, f"{tests[0].split('::')[0]} unmutated", said


def is_killed(folder, mutant):
    test, what, file, old, new, wanted = mutant
    path = folder / file
    whole = path.read_bytes()
    path.write_bytes(whole.replace(old, new))
    try:
        code, said = pytest(folder, [test])
    finally:
        path.write_bytes(whole)
    said = f"strengthen {test}" if code == 0 else f"pytest ended with {code}, not {wanted}:\n{said}"
    return code == wanted, f"{file}: {what}", said


def each(folders, pool, function, tasks, good, bad):
    """Do the tasks, a line each; what went wrong."""

    def timed(task):
        folder, start = folders.get(), time.perf_counter()
        try:
            return *function(folder, task), time.perf_counter() - start
        finally:
            folders.put(folder)

    wrong = []
    for done, name, said, seconds in pool.map(timed, tasks):
        print(f"{good if done else bad:9}{seconds:6.1f} s  {name}", flush=True)
        wrong += [] if done else [f"{name}\n    {said}"]
    return wrong


def main(word=""):
    start = time.perf_counter()
    mutants = list(listed(word))
    if faults := list(stale(mutants)):
        sys.exit("\n".join(faults))
    if not mutants:
        sys.exit(f"No mutant has {word!r} in its test, file or description.")
    tests = {}
    for test, *_ in mutants:
        path = tests.setdefault(test.split("::")[0], [])
        path += [] if test in path else [test]
    with tempfile.TemporaryDirectory(prefix="mutants-") as temporary, ThreadPoolExecutor(WORKERS) as pool:
        folders, source = queue.Queue(), ROOT
        for i in range(WORKERS):
            copy = Path(temporary).resolve() / str(i)
            source = shutil.copytree(source, copy, ignore=shutil.ignore_patterns(*LEFT_OUT))
            folders.put(copy)
        if red := each(folders, pool, is_green, tests.values(), "green", "RED"):
            sys.exit("Red before any mutant (is the book as new as its sources? `make book`):\n" + "\n".join(red))
        survived = each(folders, pool, is_killed, mutants, "killed", "SURVIVED")
    minutes = (time.perf_counter() - start) / 60
    print(f"\n{len(mutants) - len(survived)} of {len(mutants)} mutants killed in {minutes:.1f} minutes")
    if survived:
        sys.exit("\n".join(["", "Not killed:", *survived]))


if __name__ == "__main__":
    main(*sys.argv[1:2])
