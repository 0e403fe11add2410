using Newtonsoft.Json;

namespace PostPress.Tests;

public class PublishChoiceTests
{
    private static PublishChoice Of(string options) =>
        PublishChoice.FromDraft(JsonConvert.DeserializeObject<JobDraft>($$"""{"object":"LinkedinJobPostingDraftCreated","job_id":"1","publish_options":{{options}}}""")!);

    [Test]
    public void A_draft_that_may_be_published_free_says_so_and_what_promotion_would_cost()
    {
        var choice = Of("""
            {"free":{"eligible":true,"ineligible_reason":null,"estimated_monthly_applicants":18},
             "promoted":{"estimated_monthly_applicants":142,"currency":"USD","daily_budget":{"min":10,"max":250,"recommended":35},"monthly_budget":{"min":300,"max":7500,"recommended":1050}}}
            """);

        Assert.Multiple(() =>
        {
            Assert.That(choice.CanBeFree);
            Assert.That(choice.IneligibleReason, Is.Null);
            Assert.That(choice.FreeMonthlyApplicants, Is.EqualTo(18));
            Assert.That(choice.CanBePromoted);
            Assert.That(choice.Currency, Is.EqualTo("USD"));
            Assert.That((choice.DailyBudget!.Min, choice.DailyBudget.Max, choice.DailyBudget.Recommended), Is.EqualTo(((decimal?)10, (decimal?)250, (decimal?)35)));
            Assert.That((choice.MonthlyBudget!.Min, choice.MonthlyBudget.Max, choice.MonthlyBudget.Recommended), Is.EqualTo(((decimal?)300, (decimal?)7500, (decimal?)1050)));
            Assert.That(choice.PromotedMonthlyApplicants, Is.EqualTo(142));
        });
    }

    [Test]
    public void A_draft_that_has_to_be_promoted_says_why()
    {
        var choice = Of("""{"free":{"eligible":false,"ineligible_reason":"A_REASON_OF_TOMORROW"},"promoted":{"currency":"EUR","monthly_budget":{"min":8.5}}}""");

        Assert.Multiple(() =>
        {
            Assert.That(choice.CanBeFree, Is.False);
            Assert.That(choice.IneligibleReason, Is.EqualTo("A_REASON_OF_TOMORROW"));
            Assert.That(choice.CanBePromoted);
            Assert.That(choice.DailyBudget, Is.Null);
            Assert.That(choice.MonthlyBudget!.Min, Is.EqualTo(8.5m));
        });
    }

    [TestCase("null")]
    [TestCase("{}")]
    [TestCase("""{"free":null,"promoted":null}""")]
    [TestCase("""{"free":{},"promoted":{},"sponsored":{"currency":"USD"}}""")]
    [TestCase("""{"free":"no","promoted":[1]}""")]
    [TestCase("""{"free":{"eligible":"perhaps","ineligible_reason":7},"promoted":{"currency":1,"daily_budget":"much"}}""")]
    public void What_is_absent_or_of_another_kind_leaves_no_way_open_and_throws_nothing(string options)
    {
        var choice = Of(options);

        Assert.Multiple(() =>
        {
            Assert.That(choice.CanBeFree, Is.False);
            Assert.That(choice.IneligibleReason, Is.Null);
            Assert.That(choice.CanBePromoted, Is.False);
            Assert.That(choice.FreeMonthlyApplicants, Is.Null);
        });
    }

    [Test]
    public void A_reason_beside_an_eligible_job_is_no_reason()
    {
        Assert.That(Of("""{"free":{"eligible":true,"ineligible_reason":""}}""").IneligibleReason, Is.Null);
    }

    [Test]
    public void A_draft_without_options_leaves_no_way_open()
    {
        var choice = PublishChoice.FromDraft(new JobDraft());

        Assert.That((choice.CanBeFree, choice.CanBePromoted), Is.EqualTo((false, false)));
        Assert.That(() => PublishChoice.FromDraft(null!), Throws.ArgumentNullException);
    }
}
