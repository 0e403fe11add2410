using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using PostPress.Distributor.Jobs;
using Wolverine;

namespace PostPress.Distributor.Tests;

public class JobSagaTests
{
    private static readonly IOptions<CodeOptions> Codes = Options.Create(new CodeOptions());

    [Test]
    public void A_job_gets_a_draft_and_is_published()
    {
        var saga = new JobSaga();

        Assert.Multiple(() =>
        {
            Assert.That(saga.StartOrHandle(new StartJob("j1")), Is.EqualTo(new CreateDraft("j1")));
            Assert.That(saga.Handle(new DraftCreated("j1", "d1")), Is.EqualTo(new PublishDraft("j1", "d1", 1)));
            Assert.That(saga.Handle(new PublicationStarted("j1", 1, At(JobPublicationStatus.Published)), Codes).OfType<CompleteAudit>(), Has.Exactly(1).Items);
            Assert.That(saga.Stage, Is.EqualTo(JobStage.Published));
        });
    }

    [Test]
    public void A_code_is_asked_for_with_a_reminder_and_an_expiry()
    {
        var saga = WaitingForCode(out var next);

        Assert.That((saga.Stage, saga.CodeNumber, saga.CodeCause), Is.EqualTo((JobStage.CodeWanted, 1, ChallengeCause.First)));
        Assert.That(next.Select(MessageOf), Is.EqualTo(new object[] { new RemindOfCode("j1", 1), new CodeExpired("j1", 1) }));
    }

    [Test]
    public void Only_one_gets_the_turn_to_submit_a_code()
    {
        var saga = WaitingForCode(out _);

        Assert.That(saga.Handle(new TakeTurn("j1", 2), Codes).Turn.Publication, Is.Null, "another number");
        Assert.That(saga.Handle(new TakeTurn("j1", 1), Codes).Turn.Publication, Is.Not.Null);
        Assert.That(saga.Handle(new TakeTurn("j1", 1), Codes).Turn.Publication, Is.Null, "the same number again");
    }

    [TestCase(JobPublicationStatus.WrongCode, ChallengeCause.WrongCode)]
    [TestCase(JobPublicationStatus.CodeRequired, ChallengeCause.FollowUp)]
    public void After_a_code_another_one_is_asked_for_by_a_new_number(JobPublicationStatus status, ChallengeCause cause)
    {
        var saga = Submitting();

        saga.Handle(new CodeSubmitted("j1", 1, At(status)), Codes);

        Assert.That((saga.Stage, saga.CodeNumber, saga.CodeCause), Is.EqualTo((JobStage.CodeWanted, 2, cause)));
    }

    [Test]
    public void An_expired_link_or_an_unknown_outcome_starts_the_publication_again([Values(JobPublicationStatus.StartAgain, JobPublicationStatus.Unknown)] JobPublicationStatus status)
    {
        var saga = Submitting();

        Assert.That(saga.Handle(new CodeSubmitted("j1", 1, At(status)), Codes), Is.EqualTo(new[] { new PublishDraft("j1", "d1", 2) }));

        saga.Handle(new PublicationStarted("j1", 2, At(JobPublicationStatus.CodeRequired)), Codes);
        Assert.That((saga.CodeNumber, saga.CodeCause), Is.EqualTo((2, ChallengeCause.Renewed)));
    }

    [Test]
    public void A_code_whose_process_died_starts_the_publication_again()
    {
        var saga = Submitting();

        Assert.That(saga.Handle(new CodeLost("j1", 1)), Is.EqualTo(new PublishDraft("j1", "d1", 2)));
    }

    [Test]
    public void A_publication_is_not_started_again_for_ever()
    {
        var saga = Submitting();

        saga.Handle(new CodeSubmitted("j1", 1, At(JobPublicationStatus.StartAgain)), Options.Create(new CodeOptions { MaxPublications = 1 }));

        Assert.That((saga.Stage, saga.Reason), Is.EqualTo((JobStage.Failed, "The publication was started 1 times, and was not completed.")));
    }

    [Test]
    public void A_code_that_was_not_submitted_is_asked_for_again_with_the_reason()
    {
        var saga = Submitting();

        saga.Handle(new CodeSubmitted("j1", 1, null, "not sent"), Codes);

        Assert.That((saga.Stage, saga.CodeNumber, saga.Reason), Is.EqualTo((JobStage.CodeWanted, 2, "not sent")));
    }

    [Test]
    public void A_job_without_a_code_expires_and_reminds_before()
    {
        var saga = WaitingForCode(out _);

        saga.Handle(new RemindOfCode("j1", 1), Codes, NullLogger<JobSaga>.Instance);
        saga.Handle(new CodeExpired("j1", 1));

        Assert.That((saga.Reminders, saga.Stage), Is.EqualTo((1, JobStage.Expired)));
    }

    [Test]
    public void Messages_that_come_twice_or_late_change_nothing()
    {
        var saga = WaitingForCode(out _);

        Assert.Multiple(() =>
        {
            Assert.That(saga.StartOrHandle(new StartJob("j1")), Is.Null);
            Assert.That(saga.Handle(new DraftCreated("j1", "d2")), Is.Null);
            Assert.That(saga.Handle(new PublicationStarted("j1", 1, At(JobPublicationStatus.Published)), Codes), Is.Empty);
            Assert.That(saga.Handle(new CodeSubmitted("j1", 1, At(JobPublicationStatus.Published)), Codes), Is.Empty);
            Assert.That(saga.Handle(new CodeLost("j1", 1)), Is.Null);
            saga.Handle(new JobFailed("j1", "late"));
            saga.Handle(new CodeExpired("j1", 7));
            Assert.That((saga.Stage, saga.CodeNumber, saga.DraftId), Is.EqualTo((JobStage.CodeWanted, 1, "d1")));
        });
    }

    private static JobSaga WaitingForCode(out OutgoingMessages next)
    {
        var saga = new JobSaga();
        saga.StartOrHandle(new StartJob("j1"));
        saga.Handle(new DraftCreated("j1", "d1"));
        next = saga.Handle(new PublicationStarted("j1", 1, At(JobPublicationStatus.CodeRequired)), Codes);
        return saga;
    }

    private static JobSaga Submitting()
    {
        var saga = WaitingForCode(out _);
        saga.Handle(new TakeTurn("j1", 1), Codes);
        return saga;
    }

    private static JobPublication At(JobPublicationStatus status) => new() { AccountId = "acc", DraftId = "d1", Status = status };

    private static object MessageOf(object outgoing) => outgoing is DeliveryMessage<RemindOfCode> remind ? remind.Message : ((DeliveryMessage<CodeExpired>)outgoing).Message;
}
