using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace PostPress.Benchmarks;

/// <summary>Writes what a run found beside the project: <c>RESULTS.md</c> and <c>results.svg</c>.</summary>
internal static class Results
{
    public static void Write(RowResult all, string profile, bool quick)
    {
        var folder = ProjectFolder();
        var text = new StringBuilder()
            .Append("# Results\n\n")
            .Append(CultureInfo.InvariantCulture, $"One run of `dotnet run -c Release --project tests/PostPress.Benchmarks -- {(quick ? "--quick " : string.Empty)}--write`, {DateTime.UtcNow:yyyy-MM-dd}, on {Environment.ProcessorCount} processors, {RuntimeInformation.FrameworkDescription}. Ratios are medians over interleaved rounds; the absolute times depend on the machine and its neighbours. [How it is measured](README.md).\n\n")
            .Append(Table.Of(all.Figures))
            .Append('\n').Append(Table.Summary(all.Figures)).Append("\n\n")
            .Append("![Time for the same work; shorter is better](results.svg)\n\n")
            .Append("Beside the table:\n\n")
            .AppendJoin('\n', all.Notes.Select(note => "- " + note))
            .Append("\n\n## Where the time of a page goes\n\n")
            .Append(profile);
        File.WriteAllText(Path.Combine(folder, "RESULTS.md"), text.ToString());
        File.WriteAllText(Path.Combine(folder, "results.svg"), Chart.Of(all.Bars));
    }

    private static string ProjectFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "PostPress.Benchmarks.csproj")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("This program does not lie in the project's folder.");
    }
}
