using Spectre.Console;
using Spectre.Console.Rendering;

namespace PostPress.Demo;

/// <summary>How the demo looks: at most 80 columns, every line of a paragraph with the same indent.</summary>
internal sealed class Screen
{
    private const int Indent = 2;

    // Of the 256 colors of a terminal, those with a contrast of 4.4 to 1 or more on white and on black alike.
    private static readonly Style Id = new(Color.FromInt32(63));
    private static readonly Style Good = new(Color.FromInt32(28));
    private static readonly Style Asked = new(Color.FromInt32(130));
    private static readonly Style Quiet = new(Color.FromInt32(243));
    private static readonly Style Bold = new(decoration: Decoration.Bold);

    private readonly IAnsiConsole _console;

    public Screen(IAnsiConsole console)
    {
        _console = console;
        _console.Profile.Width = Math.Min(_console.Profile.Width, 80);
    }

    /// <summary>Whether somebody is there to type.</summary>
    public bool IsInteractive => _console.Profile.Capabilities.Interactive;

    public void Title(string title, FormattableString about)
    {
        _console.Write(new Text(title + "\n", Bold));
        Write(about, Indent);
    }

    /// <summary>Begins a step, and shows the lines of C# that it runs.</summary>
    public void Step(int number, string title)
    {
        Heading($"{number}  {title}");
        foreach (var line in StorySource.Region($"step {number}"))
        {
            _console.Write(new Paragraph("  │ ", Quiet).Append(line + "\n"));
        }

        _console.WriteLine();
    }

    public void Heading(string title)
    {
        _console.WriteLine();
        _console.Write(new Text($"{title}\n", Bold));
        _console.WriteLine();
    }

    /// <summary>Says something; what is inserted into it stands out.</summary>
    public void Say(FormattableString text) => Write(text, Indent);

    /// <summary>Says that something succeeded.</summary>
    public void Done(string word, FormattableString text) => Write(new Paragraph(word, Good), text, Indent);

    /// <summary>Says that LinkedIn asks for a code, and why.</summary>
    public void Ask(string word, string why) => Write(new Paragraph(word, Asked).Append($": {why}"), Indent);

    /// <summary>Shows names and values, the values below one another.</summary>
    public void List(IEnumerable<(string Name, string Value)> rows)
    {
        var grid = Columns(2);
        foreach (var (name, value) in rows)
        {
            grid.AddRow(new Text(name, Quiet), new Text(value));
        }

        Write(grid, Indent);
    }

    /// <summary>Shows rows below one another, and an empty line; what is too wide for a column ends in "…".</summary>
    public void Table(IEnumerable<IReadOnlyList<string>> rows)
    {
        var table = new Table().Border(TableBorder.None).HideHeaders();
        foreach (var row in rows)
        {
            while (table.Columns.Count < row.Count)
            {
                table.AddColumn(new TableColumn("").NoWrap().Padding(0, 0, 2, 0));
            }

            table.AddRow(row.Select(cell => new Text(cell) { Overflow = Overflow.Ellipsis }));
        }

        Write(table, Indent);
        _console.WriteLine();
    }

    /// <summary>Shows what goes over the wire beside what readers see: with its mentions, and a box for each image.</summary>
    public void Post(PostText text, IEnumerable<Attachment> attachments)
    {
        var wire = new Paragraph(text.Text);
        var read = new Paragraph();
        var rest = text.Text;
        while (Next(rest, text.Mentions) is { } next)
        {
            read.Append(rest[..next.At]).Append(next.Mention.Name, new Style(Id.Foreground, decoration: Decoration.Bold));
            rest = rest[(next.At + next.Length)..];
        }

        read.Append(rest);
        for (var i = 0; i < text.Mentions.Count; i++)
        {
            wire.Append($"\n{{{{{i}}}}} = {text.Mentions[i].ProfileId}", Quiet);
        }

        foreach (var attachment in attachments)
        {
            read.Append($"\n[{attachment.FileName}]", Quiet);
        }

        var half = (_console.Profile.Width - Indent - 4) / 2;
        var grid = new Grid()
            .AddColumn(new GridColumn { Width = half, Padding = new Padding(0, 0, 4, 0) })
            .AddColumn(new GridColumn { Width = half, Padding = new Padding(0) });
        grid.AddRow(new Text("On the wire", Bold), new Text("As people read it", Bold));
        grid.AddRow(wire, read);
        Write(grid, Indent);
        _console.WriteLine();
    }

    /// <summary>Shows a bar while something is uploaded, where there is a terminal.</summary>
    public async Task<T> UploadAsync<T>(Func<IProgress<UploadProgress>, Task<T>> uploadAsync)
    {
        if (!_console.Profile.Capabilities.Ansi)
        {
            return await uploadAsync(new Reporter(_ => { }));
        }

        ProgressColumn[] columns =
        [
            new LabelColumn(),
            new ProgressBarColumn { CompletedStyle = Id, FinishedStyle = Good, RemainingStyle = Quiet },
            new PercentageColumn { Style = Id, CompletedStyle = Good },
        ];
        return await _console.Progress().Columns(columns).StartAsync(async context =>
        {
            var bar = context.AddTask("upload");
            return await uploadAsync(new Reporter(progress =>
            {
                bar.MaxValue = progress.TotalBytes ?? double.MaxValue;
                bar.Value = progress.BytesSent;
            }));
        });
    }

    public bool Confirm(string question)
    {
        IndentPrompt();
        return new ConfirmationPrompt(question) { DefaultValue = false, ChoicesStyle = Id, DefaultValueStyle = Id }.Show(_console);
    }

    public Task<string> PromptAsync(string question, CancellationToken cancellationToken)
    {
        IndentPrompt();
        return new TextPrompt<string>(question).AllowEmpty().PromptStyle(Id).ShowAsync(_console, cancellationToken);
    }

    /// <summary>A prompt takes the spaces at its beginning away.</summary>
    private void IndentPrompt() => _console.Write(new string(' ', Indent));

    private static Grid Columns(int count)
    {
        var grid = new Grid();
        for (var i = 0; i < count; i++)
        {
            grid.AddColumn(new GridColumn { Padding = new Padding(0, 0, i < count - 1 ? 2 : 0, 0), NoWrap = i < count - 1 });
        }

        return grid;
    }

    private static (int At, int Length, Mention Mention)? Next(string text, IReadOnlyList<Mention> mentions) =>
        mentions
            .Select((mention, index) => (Placeholder: $"{{{{{index}}}}}", Mention: mention))
            .Select(m => (At: text.IndexOf(m.Placeholder, StringComparison.Ordinal), m.Placeholder.Length, m.Mention))
            .Where(m => m.At >= 0)
            .OrderBy(m => m.At)
            .Select(m => ((int, int, Mention)?)m)
            .FirstOrDefault();

    private void Write(FormattableString text, int indent) => Write(new Paragraph(), text, indent);

    private void Write(Paragraph paragraph, FormattableString text, int indent)
    {
        var parts = text.Format.Split('{', '}');
        for (var i = 0; i < parts.Length; i++)
        {
            // Every second part is the number of an argument.
            paragraph = i % 2 == 0 ? paragraph.Append(parts[i]) : paragraph.Append($"{text.GetArgument(int.Parse(parts[i], null))}", Id);
        }

        Write(paragraph, indent);
    }

    private void Write(IRenderable content, int indent) => _console.Write(new Padder(content, new Padding(indent, 0, 0, 0)));

    /// <summary>The bar's name; the column for it that comes with Spectre takes the indent away.</summary>
    private sealed class LabelColumn : ProgressColumn
    {
        protected override bool NoWrap => true;

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) => new Text("  Upload");
    }

    /// <summary>Reports at once, in order; <see cref="Progress{T}"/> would post to the thread pool.</summary>
    private sealed class Reporter(Action<UploadProgress> report) : IProgress<UploadProgress>
    {
        public void Report(UploadProgress value) => report(value);
    }
}
