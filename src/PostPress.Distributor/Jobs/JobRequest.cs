using System.Text.Json.Serialization;
using PostPress.Distributor.Hosting;

namespace PostPress.Distributor.Jobs;

/// <summary>The body of POST /jobs: a job for a customer.</summary>
/// <param name="Id">The caller's own id of the job: the same request again changes nothing.</param>
/// <param name="CustomerId">The customer whose job it is.</param>
/// <param name="AccountId">The linked account that posts it.</param>
/// <param name="Title">The job's title, as text.</param>
/// <param name="Location">The location, as text such as "Berlin, Germany". Its id is looked up.</param>
/// <param name="Workplace">Where the work is done, in PostPress's word, such as REMOTE.</param>
/// <param name="Description">The description; HTML is allowed.</param>
/// <param name="Mode">How it is published.</param>
public sealed record JobRequest(string? Id, string? CustomerId, string? AccountId, string? Title, string? Location, string? Workplace, string? Description, JobMode? Mode)
{
    [JsonIgnore]
    public JobCategory Category => Mode == JobMode.Promoted ? JobCategory.Promoted : JobCategory.Basic;

    /// <summary>How it is published. A promoted job gets the budget that LinkedIn recommends.</summary>
    [JsonIgnore]
    public PublishMode PublishMode => Mode == JobMode.Promoted ? PublishMode.Promoted() : PublishMode.Free;

    /// <summary>Without the description: whoever logs a request logs nothing of its content.</summary>
    public override string ToString() => $"JobRequest {Id}";

    /// <summary>Says what is wrong, before anything is stored.</summary>
    public Refusals Check()
    {
        var refusals = new Refusals();
        refusals.Check(Ids.IsOne(Id), "id", Ids.Wanted);
        refusals.Check(Ids.IsOne(CustomerId), "customerId", "The id of a customer.");
        refusals.Check(Ids.IsOne(AccountId), "accountId", "The id of a linked account.");
        refusals.Check(!string.IsNullOrWhiteSpace(Title), "title", "The job's title.");
        refusals.Check(!string.IsNullOrWhiteSpace(Location), "location", "The location, such as \"Berlin, Germany\".");
        refusals.Check(Workplace is not null && new Workplace(Workplace).IsKnown, "workplace", "One of PostPress's words, such as \"REMOTE\".");
        refusals.Check(!string.IsNullOrWhiteSpace(Description), "description", "The description.");
        refusals.Check(Mode is { } mode && Enum.IsDefined(mode), "mode", $"One of {string.Join(", ", Enum.GetNames<JobMode>())}.");
        return refusals;
    }

    /// <summary>The draft that PostPress is asked to create.</summary>
    /// <param name="customer">The customer: the company is the customer's.</param>
    /// <param name="locationId">The id of the location.</param>
    public CreateJobRequest ToDraft(JobCustomer customer, string locationId) => new()
    {
        AccountId = AccountId!,
        JobTitle = new FreeText { Text = Title! },
        Company = customer.ToCompany(),
        Workplace = new Workplace(Workplace!),
        Location = locationId,
        Description = Description!,
    };
}

/// <summary>How a job is published.</summary>
public enum JobMode
{
    Free,
    Promoted,
}
