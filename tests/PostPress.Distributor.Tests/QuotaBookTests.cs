using System.Diagnostics;
using Microsoft.Extensions.Options;
using PostPress.Distributor.Calls;
using PostPress.Distributor.Quota;

namespace PostPress.Distributor.Tests;

public class QuotaBookTests
{
    [TestCase(0, false)]
    [TestCase(59, false)]
    [TestCase(61, true)]
    public void A_call_starts_only_if_it_ends_before_the_day_does(int secondsSinceReservation, bool isTooLate)
    {
        var quota = new QuotaBook(
            Options.Create(new QuotaOptions { Guard = TimeSpan.FromMinutes(7) }),
            Options.Create(new CallSettings { Timeout = TimeSpan.FromMinutes(6) }));

        Assert.That(quota.IsTooLate(Stopwatch.GetTimestamp() - (secondsSinceReservation * Stopwatch.Frequency)), Is.EqualTo(isTooLate));
    }
}
