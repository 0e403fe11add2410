using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace PostPress.Benchmarks;

/// <summary>Publishes a post with a large file, beside <c>curl -F</c> and other clients. Each is a process of its own, so that its memory is its own.</summary>
internal sealed class UploadRow : Row
{
    private const long Size = 1L << 30;
    private const string Work = "upload 1 GiB from a file, progress on";

    private static readonly string[] Clients = [PeerName.Ours, PeerName.Refit, PeerName.Kiota];

    public override string Name => "upload";

    public override Task CheckAsync() => WithFileAsync(1 << 20, async (server, file) =>
    {
        foreach (var client in Clients)
        {
            await ClientAsync(client, server, file);
        }

        await CurlAsync(server, file);
        return true;
    });

    public override Task<RowResult> MeasureAsync(Effort effort) => WithFileAsync<RowResult>(Size, async (server, file) =>
    {
        var time = new Samples();
        var cpu = new Samples();
        var memory = new Samples();
        double heap = 0;
        var random = new Random(4);
        for (var round = 0; round < effort.LoadRounds; round++)
        {
            string[] order = [.. Clients, PeerName.Curl];
            random.Shuffle(order);
            foreach (var name in order)
            {
                if (name != PeerName.Curl)
                {
                    var client = await ClientAsync(name, server, file);
                    time.Add(name, client[0]);
                    cpu.Add(name, client[1]);
                    memory.Add(name, client[2]);
                    heap = name == PeerName.Ours ? Math.Max(heap, client[3]) : heap;
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
            new(Work, "peak memory of the process", memory.Most(PeerName.Ours), "MiB", Goal.Most(64)),
            new(Work, "most that the heap grew", heap, "MiB", Goal.Most(4)),
        ];
        var hasCurl = time.Names.Contains(PeerName.Curl);
        if (hasCurl)
        {
            figures.Insert(0, new(Work, "of curl's time", time.Ratio(PeerName.Ours, PeerName.Curl), string.Empty, Goal.Most(1.0)));
            figures.Add(new(Work, "times curl's processor time", cpu.Ratio(PeerName.Ours, PeerName.Curl), string.Empty, Goal.Most(1.7, 1.4)));
        }

        var names = hasCurl ? Clients.Append(PeerName.Curl) : Clients;
        return new(
            figures,
            [$"{Work}: {string.Join("; ", names.Select(Shown))}.{(hasCurl ? "" : " curl is not installed, so there is nothing to compare with.")}"],
            [new("upload 1 GiB", Seconds, [.. names.Select(name => (name, time.Median(name)))])]);

        string Shown(string name)
        {
            var shown = FormattableString.Invariant($"{name} {time.Median(name):0.00} s, processor {cpu.Median(name):0.00} s");
            return name == PeerName.Curl ? shown : FormattableString.Invariant($"{shown}, peak memory {memory.Most(name):0} MiB");
        }
    });

    /// <summary>Seconds, processor seconds, peak MiB of the process, MiB that the heap grew.</summary>
    public static async Task<double[]> InChildAsync(string client, string address, string file)
    {
        var heap = new HeapWatch();
        var publish = Publisher(client, address, heap);
        var small = Path.ChangeExtension(file, ".small");
        await File.WriteAllBytesAsync(small, new byte[1024]);
        await publish(small);
        File.Delete(small);

        GC.Collect();
        heap.Start();
        using var process = Process.GetCurrentProcess();
        var cpu = process.TotalProcessorTime;
        var clock = Stopwatch.StartNew();
        var size = await publish(file);
        var time = clock.Elapsed.TotalSeconds;
        process.Refresh();
        return size > new FileInfo(file).Length
            ? [time, (process.TotalProcessorTime - cpu).TotalSeconds, process.PeakWorkingSet64 / 1048576.0, heap.Growth / 1048576.0]
            : throw new WrongResultException($"Only {size} bytes of {client} arrived.");
    }

    /// <summary>How a client publishes a file; it gives the bytes that arrived, as the server says.</summary>
    private static Func<string, Task<long>> Publisher(string client, string address, HeapWatch heap)
    {
        switch (client)
        {
            case PeerName.Ours:
                var postpress = new PostPressClient(new PostPressClientOptions { ApiKey = SmallCall.ApiKey, BaseAddress = new Uri(address) });
                return async file =>
                {
                    var post = await postpress.Posts.CreateAsync(
                        new NewPost { AccountId = SmallCall.AccountId, Text = PostText.From($"A film of our bees."), Attachments = [Attachment.FromFile(file, "video/mp4")] },
                        heap);
                    return long.Parse(post.PostId!, CultureInfo.InvariantCulture);
                };
            case PeerName.Refit:
                var http = new HttpClient { BaseAddress = new Uri(address.TrimEnd('/')) };
                http.DefaultRequestHeaders.Add("X-API-KEY", SmallCall.ApiKey);
                var refit = RefitPeer.Create(http);
                return async file =>
                {
                    await using var stream = File.OpenRead(file);
                    return await RefitPeer.PublishAsync(refit, stream);
                };
            default:
                var kiota = new KiotaPeer(new SocketsHttpHandler(), address.TrimEnd('/'));
                return async file =>
                {
                    await using var stream = File.OpenRead(file);
                    return await kiota.PublishAsync(stream);
                };
        }
    }

    private static Task<double[]> ClientAsync(string client, Server server, string file) => Child.RunAsync("upload", client, server.Address, file);

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
