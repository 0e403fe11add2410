using System.Diagnostics;
using Microsoft.Extensions.Options;
using PostPress.Distributor.Calls;
using PostPress.Distributor.Quota;

namespace PostPress.Distributor.Tests;

public class QuotaBookTests
{
    [TestCase(0)]
    [TestCase(59)]
    public void A_call_is_made_if_it_ends_before_the_day_does(int secondsSinceReservation) =>
        Assert.That(() => Check(secondsSinceReservation), Throws.Nothing);

    [TestCase(61)]
    public void A_call_that_could_end_on_the_next_day_is_not_made(int secondsSinceReservation) =>
        Assert.That(() => Check(secondsSinceReservation), Throws.InstanceOf<PlaceLostException>());

    private static void Check(int secondsSinceReservation)
    {
        var quota = new QuotaBook(
            Options.Create(new QuotaOptions { Guard = TimeSpan.FromMinutes(7) }),
            Options.Create(new CallSettings { Timeout = TimeSpan.FromMinutes(6) }));
        quota.ThrowIfTooLate(Stopwatch.GetTimestamp() - (secondsSinceReservation * Stopwatch.Frequency));
    }
}
