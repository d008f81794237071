"""Screen parts without any business word in them.

Build screens with these parts only; no widget sets colours, fonts or sizes of its own. ``·`` (U+00B7) in text is
painted narrow by every part; give it as it is stored.

Look
    theme.apply(app, dark) · theme.choose(app, "system"|"light"|"dark") · theme.now() -> Tokens · theme.color("acc")
    theme.switch().changed                        after every change of theme
    fonts.font(pixels, REGULAR|MEDIUM|SEMIBOLD) · fonts.shown(text) · fonts.kept(text)
    icons.icon(name, color, size) · icons.pixmap(…) · icons.paint(painter, name, left, middle, size, color)
    tones.Tone                                    "" neutral outline accent red yellow green teal grey
    paint                                         strokes for own painters: box, text, badge, keycap, letter, hairline

Words, frames
    labels.label(words, role, tone, wrap=, selectable=)   roles: title heading strong number question phone script
                                                  greeting body second label field caption note
    labels.set_words(label, words, tone) · labels.restyle(widget)
    labels.ElidedLabel(words, pixels, weight, token).set_text() · labels.IconLabel(name, size, tone)
    labels.BadgeLabel(Badge).set_badge(Badge|None) · labels.KeyCap("Ctrl+K") · labels.CardLetter("A", tone)
    paint.Badge(text, tone, icon, tip)
    frames.Sheet() Card() Box() with .column      · Card.set_tone("yellow")
    frames.row(*parts, gap=, margins=) column(…)  parts: widget, layout, number = gap, None = stretch
    frames.beside(sign, words)                    a sign at the top left of words
    frames.band(*parts) · line() · upright_line() · holder(layout) · clear(layout) · Splitter(*sheets) · ScrollColumn().column
    flow.FlowLayout(parent, gap, line_gap) · pages.Pages(*widgets): a stack no larger than the page in sight

Controls
    button.Button(words, kind=none|primary|soft|quiet|link|danger, icon=, keys="Ctrl+N", small=, large=, bind=, tip=)
        .set_bare(bool) (icon alone) .set_allowed(bool, why_not) .set_words() .set_icon() .set_kind() .set_tail("chevron-down")
    choices.SegmentedControl([(key, words)]) · ChipRow([(key, Chip(words, count, icon=, tone=))])
        .value() .choose(key or "") .set_count(key, n) .option(key)   signal chosen(str)
    choices.FilterBox(name, [(words, data)])      .value() .choose(data) .set_entries()   signal picked(object)
    score_keys.ScoreKeys([Band(first, last, words, token)])  .score() .set_score() .take(key event)  signal scored(int)
    fields.SearchBox(hint, keys)                  signals moved(int), left()
    fields.Field(name, edit, hint=, beside=)               .text() .set_text() .show_error(sentence) .edit
    fields.InlineError() · Banner(tone, icon) · ErrorBanner()  .show_words(words, tone, icon, action)  signal acted()
    fields.ProgressLine(green_when_full=).set_share(done, of)
    tabs.TabBar · tabs.UnderlineTabBar(words)     .add(words, icon) .set_count(tab, n) .set_badge(tab, Badge)

Blocks
    empty.EmptyState(icon, title, what_next, *buttons, small=, done=, extra=)  .say(title, what_next)
    progress.BusyBar()                            .start(what) .advance(done, total) .finish()   signal cancelled()
    clocks.ClockCard(Clock(name, value, note, tone, icon, share, tick)).set_clock()
    clocks.StepTrack([Step(words, "done"|"now"|"later", note, tone)]).set_steps()
    figures.KpiCard(Kpi(name, value, note, trend, trend_icon, trend_tone, icon, tone), clickable=).set_kpi()
    chart_columns.StackedColumns(steps, [Series], now) · chart_lines.Lines(steps, [Series], now)
    chart_bars.Bars([Bar(key, name, count)], unit) · Tiles([Tile(key, words, count, tone, icon)])   signal picked(key)
    short_list.ShortList([Item])                  .set_items(): the first few lines, no scrolling   signal picked(key)

Lists
    cells.Column(key, title, width, align, stretch, least, sortable, group, full)
    cells.Row(key, cells, tint, spoken, data, kind=row|head|total)
    cells.Text(text, sub, tone, strong, icon, letter, tip, copy) · Number(text, dim, strong, bar, link, …)
    cells.Badges((Badge,))
    rows.ListModel(columns, rows).set_rows(rows)
    rows.WindowedModel(columns, count, page, fetch=background.fetcher(owner)).reload(count, page)
    table.Table(model, row_height=36, memory=, name=, by_cell=, show_header=)
        .current() .selected() .select(key) .select_line(n) .sort_mark() .show_sort(key, descending=) .set_columns()
        signals chosen(Row) opened(Row) previewed(Row) sorted(key, descending) number_clicked(Row, key)
                menu_wanted(Row, QPoint)
    pinned_table.PinnedTable(columns, pinned=, row_height=)  .set_rows() .set_columns() .table: reports that scroll sideways
    items.Head(words, count, icon, tone) · Item(key, title, sub, badge, note, icons, right, …)
    items.Entry(key, day, icon, title, sub, tone, right, badge)
    grouped_list.GroupedList(rows)                .set_rows() .select(key) .select_first() .select_next() .current()
        signals chosen(row) opened(row) menu_wanted(row, QPoint)

Work, words with the user
    background.Background(connected, interrupt)   .run(owner, work, done, failed=, progress=, long=, aside=) -> Task
        signals changed(frozenset[str]) broke(Exception) · Task.cancel() · .fetcher(owner) · .settle(seconds) · .busy_long()
    alarm.AlarmBanner(act, look)                  .show_words(words) .words() .set_busy(why_not)   signals acted() looked()
    dialogs.ask(parent, Question(title, words, yes, no, danger=)) -> bool · dialogs.tell(parent, Trouble(…)) -> bool
    dialogs.ask_words(parent, title, name, words=, yes=) -> str|None · dialogs.explain(error) -> Trouble
    dialogs.SheetDialog(title, parent)            .body .add_buttons(no, yes): for a dialog of your own
    form_view.FormView(form, values, heading=, editable=True|fields)   signal edited(field, text)
        .set_values() .set_form() .set_editable() .show_error(field, sentence) .edit(field) .finish()
    pdf_preview.PdfPreview(title, pdf_bytes, parent, file_name=).exec()   signals printed() saved(file)
    pdf_pages.open_document(bytes, owner) · page_image(document, page, pixels) · print_document(document, printer)
    choice_card.ChoiceCard(icon, title, words) · step_list.StepList(words).set_now(n) · ticker.Ticker (office.ticker)
    shortcuts_dialog.ShortcutsDialog · wording.install(app) · last_resort.LastResort(tell).install()
    memory.Memory.read(key, default) .write(key, value)
    page.Page                                     what the window asks of a tab's page: commands, refresh, focus_first,
        show_record(reference), keep_drafts, may_leave, shortcuts; signal count_changed(int)
"""
