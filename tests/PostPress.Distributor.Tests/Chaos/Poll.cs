namespace PostPress.Distributor.Tests.Chaos;

/// <summary>Asks again until something is so. Other processes give no signal that one could wait for.</summary>
internal static class Poll
{
    /// <summary>Asks at once, and then at intervals.</summary>
    /// <param name="isDone">Asks.</param>
    /// <param name="within">For how long; <see cref="Timeout.InfiniteTimeSpan"/> for as long as it takes.</param>
    /// <param name="every">The interval; null for 250 ms.</param>
    /// <returns>Whether it was so in time.</returns>
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
