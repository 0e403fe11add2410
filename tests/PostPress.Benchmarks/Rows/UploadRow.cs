using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace PostPress.Benchmarks;

/// <summary>Publishes a post with a large file, beside <c>curl -F</c>. The client is a process of its own, so that its memory is its own.</summary>
internal sealed class UploadRow : Row
{
    private const long Size = 1L << 30;
    private const string Work = "upload 1 GiB from a file, progress on";

    public override string Name => "upload";

    public override Task CheckAsync() => WithFileAsync(1 << 20, async (server, file) =>
    {
        await OursAsync(server, file);
        await CurlAsync(server, file);
        return true;
    });

    public override Task<RowResult> MeasureAsync(Effort effort) => WithFileAsync<RowResult>(Size, async (server, file) =>
    {
        var time = new Samples();
        var cpu = new Samples();
        double rss = 0;
        double heap = 0;
        var random = new Random(4);
        for (var round = 0; round < effort.LoadRounds; round++)
        {
            string[] order = [PeerName.Ours, PeerName.Curl];
            random.Shuffle(order);
            foreach (var name in order)
            {
                if (name == PeerName.Ours)
                {
                    var ours = await OursAsync(server, file);
                    time.Add(name, ours[0]);
                    cpu.Add(name, ours[1]);
                    rss = Math.Max(rss, ours[2]);
                    heap = Math.Max(heap, ours[3]);
                }
                else if (await CurlAsync(server, file) is { } curl)
                {
                    time.Add(name, curl.Time);
                    cpu.Add(name, curl.Cpu);
                }
            }
        }

        List<Figure> figures =
        [
            new(Work, "peak memory of the process", rss, "MiB", Goal.Most(64)),
            new(Work, "most that the heap grew", heap, "MiB", Goal.Most(4)),
        ];
        if (!time.Names.Contains(PeerName.Curl))
        {
            return new(figures, [$"{Work}: curl is not installed, so there is nothing to compare the time with. {PeerName.Ours} {time.Median(PeerName.Ours):0.00} s."], []);
        }

        figures.Insert(0, new(Work, "of curl's time", time.Ratio(PeerName.Ours, PeerName.Curl), string.Empty, Goal.Most(1.0)));
        figures.Add(new(Work, "times curl's processor time", cpu.Ratio(PeerName.Ours, PeerName.Curl), string.Empty, Goal.Most(1.7, 1.4)));
        return new(
            figures,
            [FormattableString.Invariant($"{Work}: {PeerName.Ours} {time.Median(PeerName.Ours):0.00} s, processor {cpu.Median(PeerName.Ours):0.00} s; curl {time.Median(PeerName.Curl):0.00} s, processor {cpu.Median(PeerName.Curl):0.00} s.")],
            [new("upload 1 GiB", Seconds, [(PeerName.Ours, time.Median(PeerName.Ours)), (PeerName.Curl, time.Median(PeerName.Curl))])]);
    });

    /// <summary>Seconds, processor seconds, peak MiB of the process, MiB that the heap grew.</summary>
    public static async Task<double[]> InChildAsync(string address, string file)
    {
        using var postpress = new PostPressClient(new PostPressClientOptions { ApiKey = SmallCall.ApiKey, BaseAddress = new Uri(address) });
        var heap = new HeapWatch();
        var small = Path.ChangeExtension(file, ".small");
        await File.WriteAllBytesAsync(small, new byte[1024]);
        await PublishAsync(postpress, small, heap);
        File.Delete(small);

        GC.Collect();
        heap.Start();
        using var process = Process.GetCurrentProcess();
        var cpu = process.TotalProcessorTime;
        var clock = Stopwatch.StartNew();
        var size = await PublishAsync(postpress, file, heap);
        var time = clock.Elapsed.TotalSeconds;
        process.Refresh();
        return size > new FileInfo(file).Length
            ? [time, (process.TotalProcessorTime - cpu).TotalSeconds, process.PeakWorkingSet64 / 1048576.0, heap.Growth / 1048576.0]
            : throw new WrongResultException($"Only {size} bytes arrived.");
    }

    private static async Task<long> PublishAsync(PostPressClient postpress, string file, HeapWatch heap)
    {
        var post = await postpress.Posts.CreateAsync(
            new NewPost { AccountId = SmallCall.AccountId, Text = PostText.From($"A film of our bees."), Attachments = [Attachment.FromFile(file, "video/mp4")] },
            heap);
        return long.Parse(post.PostId!, CultureInfo.InvariantCulture);
    }

    private static Task<double[]> OursAsync(Server server, string file) => Child.RunAsync("upload", server.Address, file);

    /// <summary>Null where there is no curl.</summary>
    private static async Task<(double Time, double Cpu)?> CurlAsync(Server server, string file)
    {
        // The shell's own word `times` tells what its children used.
        const string Script = """
            curl -sS -o /dev/null -w '%{time_total} %{size_upload}\n' -H 'X-API-KEY: pp_test_benchmark' -F account_id=acc -F 'text=A film of our bees.' -F "attachments=@$1;type=video/mp4" "$2posts" && times
            """;
        try
        {
            using var shell = Child.StartProgram("/bin/sh", ["-c", Script, "sh", file, server.Address]);
            var lines = (await shell.StandardOutput.ReadToEndAsync()).Split('\n');
            await shell.WaitForExitAsync();
            if (shell.ExitCode == 127)
            {
                return null;
            }

            var numbers = lines[0].Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray();
            return numbers[1] > new FileInfo(file).Length
                ? (numbers[0], lines[2].Split(' ').Sum(Seconds))
                : throw new WrongResultException($"curl sent only {numbers[1]} bytes.");
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    /// <summary><c>0m0.37s</c>.</summary>
    private static double Seconds(string text)
    {
        var parts = text.TrimEnd('s').Split('m');
        return (60 * double.Parse(parts[0], CultureInfo.InvariantCulture)) + double.Parse(parts[1], CultureInfo.InvariantCulture);
    }

    private static async Task<T> WithFileAsync<T>(long size, Func<Server, string, Task<T>> run)
    {
        var file = Path.Combine(Path.GetTempPath(), $"postpress-{Guid.NewGuid():N}.mp4");
        try
        {
            await using (var stream = File.Create(file))
            {
                var block = new byte[1 << 20];
                new Random(4).NextBytes(block);
                for (long written = 0; written < size; written += block.Length)
                {
                    await stream.WriteAsync(block);
                }
            }

            await using var server = await Server.StartAsync();
            return await run(server, file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Looks at the heap whenever progress is reported.</summary>
    private sealed class HeapWatch : IProgress<UploadProgress>
    {
        private long _start;
        private long _most;

        public long Growth => Math.Max(0, Interlocked.Read(ref _most) - _start);

        public void Start() => _most = _start = GC.GetTotalMemory(forceFullCollection: false);

        public void Report(UploadProgress value) => Interlocked.Exchange(ref _most, Math.Max(_most, GC.GetTotalMemory(forceFullCollection: false)));
    }
}
