namespace PostPress.Distributor.Tests.Chaos;

/// <summary>Repeats a check until it succeeds. Other processes send no signal to wait for.</summary>
internal static class Poll
{
    /// <summary>Checks at once, and then at intervals.</summary>
    /// <param name="isDone">The check.</param>
    /// <param name="within">The maximum time; <see cref="Timeout.InfiniteTimeSpan"/> for no limit.</param>
    /// <param name="every">The interval; null for 250 ms.</param>
    /// <returns>Whether the check succeeded in time.</returns>
    public static async Task<bool> UntilAsync(Func<Task<bool>> isDone, TimeSpan within, TimeSpan? every = null)
    {
        using var end = new CancellationTokenSource(within);
        using var interval = new PeriodicTimer(every ?? TimeSpan.FromMilliseconds(250));
        do
        {
            if (await isDone())
            {
                return true;
            }
        }
        while (!end.IsCancellationRequested && await interval.WaitForNextTickAsync());

        return false;
    }
}
