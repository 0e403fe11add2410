using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;

namespace PostPress.Distributor.Tests.Chaos;

/// <summary>A user of the distributor: asks any worker, and asks again until one says that it has accepted.</summary>
internal sealed class Feed(Workers workers)
{
    /// <summary>The accepted posts with the time they are scheduled for, or null.</summary>
    public ConcurrentDictionary<string, DateTimeOffset?> Posts { get; } = new(StringComparer.Ordinal);

    public Task PostAsync(string id, string accountId, DateTimeOffset? at = null, string[]? files = null) =>
        SendAsync(HttpMethod.Post, "/posts", new { id, accountId, text = $"chaos {id}", at, files }, () => Posts.TryAdd(id, at));

    public Task JobAsync(string id, string customerId, string accountId, string mode) =>
        SendAsync(HttpMethod.Post, "/jobs", new
        {
            id,
            customerId,
            accountId,
            title = "Engineer",
            location = "Berlin, Germany",
            workplace = "REMOTE",
            description = $"<p>chaos {id}</p>",
            mode,
        });

    public Task SendAsync(HttpMethod method, string path, object body, Action? accepted = null) => Poll.UntilAsync(
        async () =>
        {
            try
            {
                using var request = new HttpRequestMessage(method, workers.Any(path)) { Content = JsonContent.Create(body) };
                using var response = await workers.Http.SendAsync(request);
                if (response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Conflict)
                {
                    throw new InvalidOperationException($"{method} {path}: {await response.Content.ReadAsStringAsync()}");
                }

                if (response.IsSuccessStatusCode)
                {
                    accepted?.Invoke();
                }

                return response.IsSuccessStatusCode;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                // A worker that was killed. Whether it accepted is not known, so the same is sent again.
                return false;
            }
        },
        within: Timeout.InfiniteTimeSpan);

    /// <summary>Reads something from any worker; null if it can't now.</summary>
    public async Task<T?> ReadAsync<T>(string path)
        where T : class
    {
        try
        {
            return await workers.Http.GetFromJsonAsync<T>(workers.Any(path));
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException)
        {
            return null;
        }
    }
}
