namespace PostPress.Tests;

public class JobCustomersTests
{
    private const string ClientId = nameof(JobCustomer.ApplicationClientId);
    private const string ApplicationId = nameof(JobCustomer.DeveloperApplicationId);

    private static JobCustomer Customer(string id, string? client = null, string? application = null, string? page = null) =>
        new() { CustomerId = id, ApplicationClientId = client, DeveloperApplicationId = application, OrganizationId = page };

    private static (JobCustomerViolationKind Kind, string Member, string Customers)[] Check(params JobCustomer[] customers) =>
        [.. JobCustomers.Validate(customers).Select(v => (v.Kind, v.Member, string.Join(" ", v.CustomerIds)))];

    private static string Message(params JobCustomer[] customers) => JobCustomers.Validate(customers).Single().Message;

    [Test]
    public void Customers_with_an_application_and_a_company_each_are_all_well()
    {
        Assert.That(Check(Customer("a", "c1", "1", "10"), Customer("b", "c2", "2", "20")), Is.Empty);
        Assert.That(Check(), Is.Empty);
    }

    [Test]
    public void Customers_without_an_application_and_without_a_company_page_are_being_onboarded_and_no_violation()
    {
        Assert.That(Check(Customer("a"), Customer("b"), Customer("c", "", " ", " "), Customer("d", "", " ", " ")), Is.Empty);
    }

    [Test]
    public void A_client_id_of_two_customers_is_a_shared_application()
    {
        var customers = new[] { Customer("a", "c1", "1"), Customer("b", "c2", "2"), Customer("c", "c1", "3") };

        Assert.That(Check(customers), Does.Contain((JobCustomerViolationKind.SharedApplication, ClientId, "a c")));
    }

    [TestCase("1")]
    [TestCase("urn:li:developerApplication:1")]
    public void A_developer_application_id_of_two_customers_is_a_shared_application_in_either_form(string other)
    {
        Assert.That(Check(Customer("a", "c1", "1"), Customer("b", "c2", other)), Does.Contain((JobCustomerViolationKind.SharedApplication, ApplicationId, "a b")));
    }

    [Test]
    public void An_application_that_is_shared_in_both_ids_shows_in_both()
    {
        Assert.That(Check(Customer("a", "c1", "1"), Customer("b", "c1", "1")), Is.EqualTo(new[]
        {
            (JobCustomerViolationKind.SharedApplication, ClientId, "a b"),
            (JobCustomerViolationKind.SharedApplication, ApplicationId, "a b"),
        }));
    }

    [TestCase("9374000", "urn:li:company:9374000")]
    [TestCase("urn:li:organization:9374000", "urn:li:company:9374000")]
    public void A_company_page_of_two_customers_is_shared_in_whichever_form(string one, string other)
    {
        Assert.That(Check(Customer("a", page: one), Customer("b", page: other)), Is.EqualTo(new[] { (JobCustomerViolationKind.SharedCompany, nameof(JobCustomer.OrganizationId), "a b") }));
    }

    [Test]
    public void The_same_customer_listed_twice_shares_nothing_with_itself()
    {
        Assert.That(Check(Customer("a", "c1", "1", "10"), Customer("a", "c1", "1", "10"), Customer("a"), Customer("a", "c1")), Is.Empty);
    }

    [Test]
    public void One_customer_with_two_applications_is_found_when_it_is_listed_twice()
    {
        Assert.That(Check(Customer("a", "c1", "1"), Customer("b", "c3", "3"), Customer("a", "c2", "2")), Is.EqualTo(new[]
        {
            (JobCustomerViolationKind.SeveralApplications, ClientId, "a"),
            (JobCustomerViolationKind.SeveralApplications, ApplicationId, "a"),
        }));
    }

    [Test]
    public void A_client_id_with_two_developer_application_ids_is_mismatched_and_the_other_way_round()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Check(Customer("a", "c1", "1"), Customer("b", "c1", "2")), Does.Contain((JobCustomerViolationKind.MismatchedApplication, ClientId, "a b")));
            Assert.That(Check(Customer("a", "c1", "1"), Customer("b", "c2", "1")), Does.Contain((JobCustomerViolationKind.MismatchedApplication, ApplicationId, "a b")));
            Assert.That(Check(Customer("a", "c1", "1"), Customer("a", "c1", "2")), Does.Contain((JobCustomerViolationKind.MismatchedApplication, ClientId, "a")));
        });
    }

    [Test]
    public void Half_an_application_is_incomplete()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Check(Customer("a", client: "c1")), Is.EqualTo(new[] { (JobCustomerViolationKind.IncompleteApplication, ApplicationId, "a") }));
            Assert.That(Check(Customer("a", application: "1")), Is.EqualTo(new[] { (JobCustomerViolationKind.IncompleteApplication, ClientId, "a") }));
        });
    }

    [Test]
    public void What_is_malformed_is_named_and_not_compared()
    {
        Assert.That(Check(Customer("a", "c 1", "1", "acme"), Customer("b", "c 1", "2", "acme")), Is.EqualTo(new[]
        {
            (JobCustomerViolationKind.InvalidId, ClientId, "a"),
            (JobCustomerViolationKind.InvalidId, nameof(JobCustomer.OrganizationId), "a"),
            (JobCustomerViolationKind.InvalidId, ClientId, "b"),
            (JobCustomerViolationKind.InvalidId, nameof(JobCustomer.OrganizationId), "b"),
        }));
    }

    [Test]
    public void A_customer_without_an_id_of_its_own_is_named_by_its_place()
    {
        Assert.That(Check(Customer("a"), Customer(" ", "c1")), Is.EqualTo(new[] { (JobCustomerViolationKind.InvalidId, nameof(JobCustomer.CustomerId), "") }));
        Assert.That(Message(Customer("a"), Customer(null!)), Does.Contain("number 2"));
    }

    [Test]
    public void Ids_are_told_apart_letter_by_letter()
    {
        Assert.That(Check(Customer("a", "c1", "1"), Customer("A", "C1", "2")), Is.Empty);
    }

    [Test]
    public void A_message_names_the_field_the_customers_the_rule_and_the_way_out()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Message(Customer("a", page: "1"), Customer("b", page: "1")), Does.StartWith("OrganizationId ").And.Contain("2 customers (a, b)").And.Contain("merge the customers"));
            Assert.That(Message(Customer("a", "c1")), Does.StartWith("DeveloperApplicationId ").And.Contain("customer a").And.Contain("Set it too"));
            Assert.That(JobCustomers.Validate([Customer("a", "c1", "1"), Customer("b", "c1", "2")])[0].ToString(), Does.StartWith("ApplicationClientId ").And.Contain("1:1").And.Contain("Provisioning API"));
            Assert.That(JobCustomers.Validate([Customer("a", "c1", "1"), Customer("a", "c2", "1")])[0].Message, Does.StartWith("ApplicationClientId has 2 values for customer a.").And.Contain("Keep the one"));
        });
    }

    [Test]
    public void A_message_repeats_no_application_id_which_may_be_a_secret_that_was_mistaken_for_one()
    {
        var violations = JobCustomers.Validate([Customer("a", "canary", "canary"), Customer("b", "canary", "canary x"), Customer("a", "canary2", "canary", "canary")]);

        Assert.That(violations.Select(v => v.Message), Has.None.Contain("canary"));
        Assert.That(violations.Select(v => v.Kind).Distinct().Count(), Is.GreaterThan(3));
    }

    [Test]
    public void A_message_names_three_customers_and_counts_the_others()
    {
        var violation = JobCustomers.Validate(Enumerable.Range(1, 20).Select(i => Customer($"a{i}", page: "1"))).Single();

        Assert.That(violation.CustomerIds, Has.Count.EqualTo(20));
        Assert.That(violation.Message, Does.Contain("20 customers (a1, a2, a3 and 17 more)"));
    }

    [Test]
    public void Violations_come_kind_by_kind_and_in_the_order_of_the_customers()
    {
        var violations = JobCustomers.Validate(
        [
            Customer("h", "c9"), Customer("d", "c4", "4", "2"), Customer("e", "c5", "5", "2"), Customer("b", "c2", "2", "1"), Customer("b2", "c2", "2", "1"), Customer("x", page: "?"),
        ]);

        Assert.That(violations.Select(v => v.Kind), Is.Ordered);
        Assert.That(violations.Where(v => v.Kind == JobCustomerViolationKind.SharedCompany).Select(v => v.CustomerIds[0]), Is.EqualTo(new[] { "d", "b" }));
    }

    [Test]
    public void The_customers_are_read_once_and_one_after_the_other()
    {
        var reads = 0;
        IEnumerable<JobCustomer> Read()
        {
            reads++;
            yield return Customer("a", page: "1");
            yield return Customer("b", page: "1");
        }

        Assert.That(JobCustomers.Validate(Read()), Has.Count.EqualTo(1));
        Assert.That(reads, Is.EqualTo(1));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Ten_times_the_customers_take_about_ten_times_the_work(bool shared)
    {
        long Work(int count)
        {
            var customers = Enumerable.Range(0, count).Select(i => shared ? Customer($"a{i}", "c", "1", "1") : Customer($"a{i}", $"c{i}", $"{i}", $"{i}")).ToList();
            JobCustomers.Validate(customers);
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.That(JobCustomers.Validate(customers), Has.Count.EqualTo(shared ? 3 : 0));
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        // Counted in memory, which a loaded machine does not change. To look through a list for each customer would take minutes.
        Assert.That(Work(100_000) / (double)Work(10_000), Is.LessThan(15));
    }

    [Test]
    public async Task Customers_that_come_from_a_database_are_checked_as_they_come()
    {
        Assert.That((await JobCustomers.ValidateAsync(Stream(Customer("a", page: "1"), Customer("b", page: "1")))).Single().Kind, Is.EqualTo(JobCustomerViolationKind.SharedCompany));
    }

    [Test]
    public void A_check_can_be_cancelled()
    {
        Assert.That(() => JobCustomers.ValidateAsync(Stream(Customer("a")), new CancellationToken(canceled: true)), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void Null_is_refused()
    {
        Assert.Multiple(() =>
        {
            Assert.That(() => JobCustomers.Validate(null!), Throws.ArgumentNullException);
            Assert.That(() => { _ = JobCustomers.ValidateAsync(null!); }, Throws.ArgumentNullException);
            Assert.That(() => JobCustomers.Validate([Customer("a"), null!]), Throws.ArgumentException.With.Message.Contains("number 2"));
        });
    }

    internal static async IAsyncEnumerable<JobCustomer> Stream(params JobCustomer[] customers)
    {
        foreach (var customer in customers)
        {
            await Task.Yield();
            yield return customer;
        }
    }
}
