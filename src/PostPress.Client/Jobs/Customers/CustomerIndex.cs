using System.Diagnostics.CodeAnalysis;

namespace PostPress;

/// <summary>The ids of all customers, grouped by the ids that they share.</summary>
internal sealed class CustomerIndex
{
    private const string DeveloperApplicationPrefix = "urn:li:developerApplication:";

    // Keeps the message readable if thousands of customers share an application.
    private const int NamedCustomers = 3;

    private readonly List<JobCustomerViolation> _invalid = [];
    private readonly Groups _customers = new();
    private readonly Groups _clientIds = new();
    private readonly Groups _applicationIds = new();
    private readonly Groups _companies = new();
    private long _count;

    /// <summary>Checks one customer of an argument.</summary>
    internal static void NotNull([NotNull] JobCustomer? customer, long number, string argument)
    {
        if (customer is null)
        {
            throw new ArgumentException($"Customer number {number}, counted from 1, is null.", argument);
        }
    }

    internal void Add(JobCustomer customer)
    {
        NotNull(customer, ++_count, "customers");
        if (JobCustomer.OrNull(customer.CustomerId) is not { } id)
        {
            _invalid.Add(Violation(JobCustomerViolationKind.InvalidId, nameof(JobCustomer.CustomerId), [], $"CustomerId is missing for customer number {_count}, counted from 1. Set it to your own id of this customer."));
            return;
        }

        var own = _customers.Of(id);
        own.Customers.Add(id);
        var clientId = Id(own, nameof(JobCustomer.ApplicationClientId), customer.ApplicationClientId);
        var applicationId = Id(own, nameof(JobCustomer.DeveloperApplicationId), customer.DeveloperApplicationId);
        if (applicationId?.StartsWith(DeveloperApplicationPrefix, StringComparison.Ordinal) == true)
        {
            applicationId = applicationId.Substring(DeveloperApplicationPrefix.Length);
        }

        if (clientId is not null)
        {
            own.ClientIds.Add(clientId);
            var group = _clientIds.Of(clientId);
            group.Customers.Add(id);
            group.ApplicationIds.AddIfAny(applicationId);
        }

        if (applicationId is not null)
        {
            own.ApplicationIds.Add(applicationId);
            var group = _applicationIds.Of(applicationId);
            group.Customers.Add(id);
            group.ClientIds.AddIfAny(clientId);
        }

        if (JobCustomer.OrNull(customer.OrganizationId) is { } page)
        {
            if (CompanyUrn.FindProblem(page, out var company) is { } problem)
            {
                _invalid.Add(Invalid(nameof(JobCustomer.OrganizationId), id, problem));
            }
            else
            {
                _companies.Of(company).Customers.Add(id);
            }
        }
    }

    internal IReadOnlyList<JobCustomerViolation> FindViolations()
    {
        const string ClientId = nameof(JobCustomer.ApplicationClientId);
        const string ApplicationId = nameof(JobCustomer.DeveloperApplicationId);
        const string Rule = "LinkedIn requires one application for each customer, 1:1.";

        return
        [
            .. _invalid,
            .. Shared(_clientIds, JobCustomerViolationKind.SharedApplication, ClientId, ShareApplication(ClientId)),
            .. Shared(_applicationIds, JobCustomerViolationKind.SharedApplication, ApplicationId, ShareApplication(ApplicationId)),
            .. Shared(_companies, JobCustomerViolationKind.SharedCompany, nameof(JobCustomer.OrganizationId), who => $"OrganizationId names one company page for {who}. One customer has one record and one application. Correct the wrong id, or merge the customers. Leave it if the company has several accounts on LinkedIn."),
            .. Several(g => g.ClientIds, ClientId),
            .. Several(g => g.ApplicationIds, ApplicationId),
            .. Mismatched(_clientIds, g => g.ApplicationIds, ClientId, ApplicationId),
            .. Mismatched(_applicationIds, g => g.ClientIds, ApplicationId, ClientId),
            .. _customers.All.Where(g => !g.HasInvalidApplication && g.ClientIds.Count + g.ApplicationIds.Count > 0).SelectMany(Incomplete),
        ];

        static Func<string, string> ShareApplication(string member) => who =>
            $"{member} is the same for {who}. {Rule} Correct the wrong id, or create another application with LinkedIn's Provisioning API.";

        static IEnumerable<JobCustomerViolation> Shared(Groups groups, JobCustomerViolationKind kind, string member, Func<string, string> message) =>
            groups.All.Where(g => g.Customers.Count > 1).Select(g => Violation(kind, member, g.Customers.Items, message(Who(g.Customers.Items))));

        IEnumerable<JobCustomerViolation> Several(Func<Group, Distinct> ids, string member) =>
            _customers.All.Where(g => ids(g).Count > 1).Select(g => Violation(JobCustomerViolationKind.SeveralApplications, member, g.Customers.Items, $"{member} has {ids(g).Count} values for {Who(g.Customers.Items)}. {Rule} Keep the one that your calls use, and remove the others."));

        static IEnumerable<JobCustomerViolation> Mismatched(Groups groups, Func<Group, Distinct> others, string member, string other) =>
            groups.All.Where(g => others(g).Count > 1).Select(g => Violation(JobCustomerViolationKind.MismatchedApplication, member, g.Customers.Items, $"{member} is the same for {Who(g.Customers.Items)}, with {others(g).Count} values of {other}. Both ids identify one application. Compare them with the response of LinkedIn's Provisioning API, and correct the wrong one."));

        static IEnumerable<JobCustomerViolation> Incomplete(Group customer)
        {
            if (customer.ClientIds.Count == 0 || customer.ApplicationIds.Count == 0)
            {
                var (missing, set) = customer.ClientIds.Count == 0 ? (ClientId, ApplicationId) : (ApplicationId, ClientId);
                yield return Violation(JobCustomerViolationKind.IncompleteApplication, missing, customer.Customers.Items, $"{missing} is missing for {Who(customer.Customers.Items)}, who has a {set}. LinkedIn requires you to store both. Set it too. A customer without an application has neither.");
            }
        }
    }

    private static JobCustomerViolation Violation(JobCustomerViolationKind kind, string member, IReadOnlyList<string> customerIds, string message) =>
        new() { Kind = kind, Member = member, CustomerIds = customerIds, Message = message };

    private static JobCustomerViolation Invalid(string member, string customerId, string problem) =>
        Violation(JobCustomerViolationKind.InvalidId, member, [customerId], $"{member} is wrong for customer {customerId}. {problem}");

    private static string Who(List<string> customerIds) =>
        customerIds.Count == 1 ? $"customer {customerIds[0]}"
        : $"{customerIds.Count} customers ({string.Join(", ", customerIds.Take(NamedCustomers))}{(customerIds.Count > NamedCustomers ? $" and {customerIds.Count - NamedCustomers} more" : "")})";

    /// <summary>Returns an id that can be compared; null for a missing or malformed one. A malformed id is recorded as a violation.</summary>
    private string? Id(Group customer, string member, string? id)
    {
        var given = JobCustomer.OrNull(id);
        if (given is null || JobCustomer.FindIdProblem(given) is not { } problem)
        {
            return given;
        }

        customer.HasInvalidApplication = true;
        _invalid.Add(Invalid(member, customer.Customers.Items[0], problem));
        return null;
    }

    /// <summary>The customers and ids that go with one id.</summary>
    private sealed class Group
    {
        // Fields, because a property would return a copy of the struct.
        internal Distinct Customers;
        internal Distinct ClientIds;
        internal Distinct ApplicationIds;
        internal bool HasInvalidApplication;
    }

    /// <summary>Groups by their id, in the order of their first customer.</summary>
    private sealed class Groups
    {
        private readonly Dictionary<string, Group> _byId = new(StringComparer.Ordinal);
        private readonly List<Group> _all = [];

        internal IReadOnlyList<Group> All => _all;

        internal Group Of(string id)
        {
            if (!_byId.TryGetValue(id, out var group))
            {
                _byId[id] = group = new Group();
                _all.Add(group);
            }

            return group;
        }
    }

    /// <summary>Distinct texts in the order of their addition. Nearly all contain one text, which is stored without a list.</summary>
    private struct Distinct
    {
        private string? _first;
        private List<string>? _all;
        private HashSet<string>? _seen;

        internal readonly int Count => _all?.Count ?? (_first is null ? 0 : 1);

        internal readonly List<string> Items => _all ?? (_first is null ? [] : [_first]);

        internal void AddIfAny(string? text)
        {
            if (text is not null)
            {
                Add(text);
            }
        }

        internal void Add(string text)
        {
            if (_first is null)
            {
                _first = text;
            }
            else if (_first != text)
            {
                _all ??= [_first];
                _seen ??= new HashSet<string>(StringComparer.Ordinal) { _first };
                if (_seen.Add(text))
                {
                    _all.Add(text);
                }
            }
        }
    }
}
