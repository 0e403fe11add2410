using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using PostPress.Sandbox;
using Spectre.Console;

namespace PostPress.Demo.Tests;

/// <summary>What somebody sees who runs the README's first command.</summary>
internal sealed class DemoTests
{
    private const int Steps = 5;

    private static readonly string Root = Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "RepoRoot").Value!;

    private static readonly int[] Widths = [80, 200, 60];

    [Test]
    public async Task It_publishes_a_job_and_a_post_in_the_sandbox()
    {
        await using var target = await Target.StartAsync(askFirst: true, default);

        await ShowAsync(target, colors: ColorSystemSupport.NoColors);

        var job = target.Sandbox!.PublishedJobs.Single();
        var post = target.Sandbox.Posts.Single();
        Assert.That(job.Publication!.Mode, Is.EqualTo("free").IgnoreCase);
        Assert.That(post.Parts.Count(part => part.FileName is not null), Is.EqualTo(2));
        Assert.That(post.Text, Does.Contain("{{0}}").And.Contain("{{1}}"));
    }

    [Test]
    public async Task Every_step_shows_the_lines_of_C_sharp_that_it_runs()
    {
        var screen = Plain(await ShowAsync(colors: ColorSystemSupport.NoColors));

        for (var step = 1; step <= Steps; step++)
        {
            var lines = StorySource.Region($"step {step}");
            Assert.That(lines, Has.Count.GreaterThan(1));
            Assert.That(screen, Does.Contain(string.Join('\n', lines.Select(line => $"  │ {line}".TrimEnd()))), $"step {step}");
        }
    }

    [Test]
    public async Task A_post_is_shown_as_it_is_sent_and_as_people_read_it()
    {
        var screen = Plain(await ShowAsync(colors: ColorSystemSupport.NoColors));

        Assert.That(screen, Does.Match(@"On the wire +As people read it\n  Thank you \{\{0\}\}! \{\{1\}\} is hiring.* {4}Thank you Ada Lovelace! Acme is"));
        Assert.That(screen, Does.Contain("[launch.png]").And.Contain("[team.png]"));
    }

    [Test]
    public async Task The_last_lines_say_what_to_do_next_and_name_files_that_exist()
    {
        var screen = Plain(await ShowAsync(colors: ColorSystemSupport.NoColors));

        var next = screen[screen.IndexOf("\nWhat next\n", StringComparison.Ordinal)..];
        Assert.That(next, Does.Contain("dotnet add package PostPress.Client").And.Contain("POSTPRESS_API_KEY"));
        var paths = Regex.Matches(next, @"src/[\w./]+|\w+\.md").Select(path => path.Value).ToList();
        Assert.That(paths, Has.Count.GreaterThan(2));
        Assert.That(paths, Has.All.Matches<string>(path => Path.Exists(Path.Combine(Root, path!))));
    }

    [TestCaseSource(nameof(Widths))]
    public async Task No_line_is_wider_than_80_columns_or_the_terminal(int width)
    {
        var screen = Plain(await ShowAsync(colors: ColorSystemSupport.NoColors, width: width));

        // The bee takes two columns and is two characters.
        Assert.That(screen.Split('\n').Max(line => line.Length), Is.LessThanOrEqualTo(Math.Min(width, 80)));
    }

    [Test]
    public async Task A_line_that_is_broken_keeps_its_indent()
    {
        var screen = Plain(await ShowAsync(colors: ColorSystemSupport.NoColors));

        var headings = screen.Split('\n').Where(line => line.Length > 0 && line[0] != ' ');
        Assert.That(headings, Has.All.Match(@"^(PostPress for \.NET|\d  [A-Z].*|What next)$"), "all else is indented");
        Assert.That(screen, Does.Match(@"\n  Code 2: the code was wrong\..*\n  \S"), "this line is broken");
    }

    [TestCase(ColorSystemSupport.EightBit)]
    [TestCase(ColorSystemSupport.TrueColor)]
    public async Task Every_color_can_be_read_on_white_and_on_black(object colors)
    {
        var screen = await ShowAsync(colors: (ColorSystemSupport)colors);

        var codes = Regex.Matches(screen, @"\e\[([0-9;]*)m").SelectMany(code => Regex.Matches(code.Groups[1].Value, @"38;5;\d+|\d+").Select(part => part.Value)).Distinct().ToList();
        Assert.That(codes.Where(code => !code.StartsWith("38;5;", StringComparison.Ordinal)), Is.SubsetOf(new[] { "0", "1", "39", "49" }), "the rest is bold, or the terminal's own colors");
        var used = codes.Where(code => code.StartsWith("38;5;", StringComparison.Ordinal)).Select(code => int.Parse(code[5..], CultureInfo.InvariantCulture)).ToList();
        Assert.That(used, Has.Count.GreaterThan(2));
        foreach (var color in used)
        {
            var luminance = Luminance(Color.FromInt32(color));
            Assert.That(Math.Min(1.05 / (luminance + 0.05), (luminance + 0.05) / 0.05), Is.GreaterThan(4.4), $"color {color}");
        }
    }

    [Test]
    public async Task A_pipe_gets_plain_text()
    {
        var (output, errors, code) = await Program.RunAsync([]);

        Assert.That(code, Is.Zero, errors);
        Assert.That(output, Does.Contain("What next").And.Not.Contain("\e"));
    }

    [Test]
    public async Task On_the_real_API_nothing_is_created_unless_somebody_agrees()
    {
        await using var sandbox = await PostPressSandbox.StartAsync();

        var (output, errors, code) = await Program.RunAsync(RealApi(sandbox));

        Assert.That(code, Is.Zero, errors);
        Assert.That(output, Does.Contain("the real API").And.Contain("Left out: Create a job draft").And.Contain("Left out: Publish a post"));
        Assert.That((sandbox.Drafts.Count, sandbox.PublishedJobs.Count, sandbox.Posts.Count), Is.EqualTo((0, 0, 0)));
    }

    [Test]
    public async Task Without_somebody_who_enters_a_code_the_draft_stays_unpublished()
    {
        await using var sandbox = await PostPressSandbox.StartAsync();

        var (output, errors, code) = await Program.RunAsync(RealApi(sandbox), "--yes");

        Assert.That(code, Is.Zero, errors);
        Assert.That(output, Does.Contain("the draft stays unpublished"));
        Assert.That((sandbox.Drafts.Count, sandbox.PublishedJobs.Count, sandbox.Posts.Count), Is.EqualTo((1, 0, 1)));
    }

    [Test]
    public async Task A_wrong_setting_is_told_in_one_line()
    {
        var (output, errors, code) = await Program.RunAsync(new() { ["POSTPRESS_API_KEY"] = "pp_test_key" });

        Assert.That((output, code), Is.EqualTo(("", 1)));
        Assert.That(errors.TrimEnd(), Does.StartWith("The demo failed: POSTPRESS_API_KEY and POSTPRESS_ACCOUNT_ID go together").And.Not.Contain("\n"));
    }

    [TestCase("--help", 0)]
    [TestCase("--what", 2)]
    public async Task The_help_fits_into_80_columns_and_an_unknown_option_is_refused(string option, int code)
    {
        var result = await Program.RunAsync([], option);

        Assert.That(result.Code, Is.EqualTo(code), result.Errors);
        Assert.That(result.Output.Split('\n'), Has.All.Length.LessThanOrEqualTo(80));
        Assert.That(result.Output + result.Errors, Does.Contain(code == 0 ? "NO_COLOR" : "Unknown option --what"));
    }

    private static Dictionary<string, string> RealApi(PostPressSandbox sandbox) => new()
    {
        ["POSTPRESS_API_KEY"] = sandbox.ApiKey,
        ["POSTPRESS_ACCOUNT_ID"] = SandboxAccounts.LinkedIn,
        ["POSTPRESS_BASE_ADDRESS"] = sandbox.BaseAddress.AbsoluteUri,
    };

    private static async Task<string> ShowAsync(ColorSystemSupport colors, int width = 80)
    {
        await using var target = await Target.StartAsync(askFirst: true, default);
        return await ShowAsync(target, colors, width);
    }

    /// <summary>What a terminal of that width gets.</summary>
    private static async Task<string> ShowAsync(Target target, ColorSystemSupport colors, int width = 80)
    {
        using var output = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = colors == ColorSystemSupport.NoColors ? AnsiSupport.No : AnsiSupport.Yes,
            ColorSystem = colors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(output),
        });
        console.Profile.Width = width;
        using var postpress = new PostPressClient(target.Options);
        await new Story(new Screen(console), postpress, target).TellAsync(default);
        return output.ToString().ReplaceLineEndings("\n");
    }

    private static string Plain(string screen) => Regex.Replace(screen, " +\n", "\n");

    /// <summary>The relative luminance of WCAG 2.</summary>
    private static double Luminance(Color color)
    {
        return (0.2126 * Linear(color.R)) + (0.7152 * Linear(color.G)) + (0.0722 * Linear(color.B));

        static double Linear(byte channel) => channel / 255d is var value && value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
    }
}
