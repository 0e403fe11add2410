using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace PostPress.Distributor.Tests.Chaos;

/// <summary>Processes of the distributor on one database. Each has a port and keeps it when it is started again.</summary>
internal sealed class Workers : IAsyncDisposable
{
    private readonly Worker[] _workers;
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(15) };

    private Workers(Worker[] workers) => _workers = workers;

    public HttpClient Http => _http;

    public static async Task<Workers> StartAsync(int count, string folder, IEnumerable<(string Name, string Value)> settings)
    {
        var workers = new Workers([.. Enumerable.Range(1, count).Select(number => new Worker(number, FreePort(), folder, [.. settings]))]);
        foreach (var worker in workers._workers)
        {
            worker.Start();
        }

        try
        {
            foreach (var worker in workers._workers)
            {
                await workers.WaitForAsync(worker);
            }

            return workers;
        }
        catch
        {
            await workers.DisposeAsync();
            throw;
        }
    }

    /// <summary>The address of any of them, as a load balancer would choose it.</summary>
    public Uri Any(string path) => new($"http://127.0.0.1:{_workers[Random.Shared.Next(_workers.Length)].Port}{path}");

    /// <summary>Kills any of them by its id, without a warning. It is started again.</summary>
    /// <returns>Whether it was alive.</returns>
    public bool KillOne() => _workers[Random.Shared.Next(_workers.Length)].Kill();

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in _workers)
        {
            await worker.DisposeAsync();
        }

        _http.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task WaitForAsync(Worker worker)
    {
        if (!await Poll.UntilAsync(IsHealthyAsync, within: TimeSpan.FromMinutes(3)))
        {
            throw new InvalidOperationException($"A worker did not start. Its log: {worker.Log}");
        }

        async Task<bool> IsHealthyAsync()
        {
            try
            {
                using var response = await _http.GetAsync($"http://127.0.0.1:{worker.Port}/health");
                return response.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        }
    }

    /// <summary>A process, and what a service manager does for it: whenever it ends, it is started again.</summary>
    private sealed class Worker(int number, int port, string folder, (string Name, string Value)[] settings) : IAsyncDisposable
    {
        // Its own folder: the one of the tests has assemblies besides that Wolverine would look into.
        private static readonly string Application = Path.GetFullPath(Path.Combine(
            AppContext.BaseDirectory, "../../../../../src/PostPress.Distributor", Path.GetRelativePath(Path.Combine(AppContext.BaseDirectory, "../../.."), AppContext.BaseDirectory)));

        private readonly CancellationTokenSource _end = new();
        private Task _life = Task.CompletedTask;
        private volatile Process? _process;

        public int Port => port;

        public string Log => Path.Combine(folder, $"worker-{number}.log");

        public void Start() => _life = LiveAsync();

        public bool Kill()
        {
            var isAlive = _process is { HasExited: false };
            _process?.Kill();
            return isAlive;
        }

        public async ValueTask DisposeAsync()
        {
            await _end.CancelAsync();
            Kill();
            await _life;
            _end.Dispose();
        }

        private async Task LiveAsync()
        {
            while (!_end.IsCancellationRequested)
            {
                var process = new Process { StartInfo = CreateStart() };
                process.OutputDataReceived += (_, e) => Write(e.Data);
                process.ErrorDataReceived += (_, e) => Write(e.Data);
                process.Start();
                process.BeginOutputReadLine();
                process.BeginErrorReadLine();
                _process = process;
                await process.WaitForExitAsync();
            }
        }

        private ProcessStartInfo CreateStart()
        {
            var start = new ProcessStartInfo("dotnet")
            {
                UseShellExecute = false,
                ArgumentList = { Path.Combine(Application, "PostPress.Distributor.dll") },
                WorkingDirectory = Application,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            start.Environment["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}";
            foreach (var (name, value) in settings)
            {
                start.Environment[name] = value;
            }

            return start;
        }

        private void Write(string? line)
        {
            lock (settings)
            {
                File.AppendAllText(Log, line + Environment.NewLine);
            }
        }
    }
}
