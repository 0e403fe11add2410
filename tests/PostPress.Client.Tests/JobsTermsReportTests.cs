using System.Globalization;
using System.Text;
using System.Text.Json;

namespace PostPress.Tests;

public class JobsTermsReportTests
{
    private const string Header = "customer_id,organization_id,company_name,contract_id,application_client_id,developer_application_id,jobs_terms_accepted_at";

    private static readonly JobCustomer Whole = new()
    {
        CustomerId = "customer-17",
        OrganizationId = "urn:li:organization:9374000",
        CompanyName = "Acme",
        ContractId = "31337",
        ApplicationClientId = "78abc",
        DeveloperApplicationId = "12345678",
        JobsTermsAcceptedAt = new(2026, 3, 1, 9, 30, 0, TimeSpan.FromHours(1)),
    };

    private static readonly JobCustomer Bare = new() { CustomerId = "customer-18", CompanyName = " " };

    private static string Csv(params JobCustomer[] customers)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "!" };
        JobsTermsReport.WriteCsv(customers, writer);
        return writer.ToString();
    }

    private static string Json(params JobCustomer[] customers)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        JobsTermsReport.WriteJson(customers, writer);
        return writer.ToString();
    }

    /// <summary>The name's cell in the report of a customer who is named so.</summary>
    private static string Cell(string name) => Csv(new JobCustomer { CustomerId = "a", CompanyName = name }).Substring(Header.Length + "\r\na,,".Length).Replace(",,,,\r\n", "", StringComparison.Ordinal);

    private static string Utf8(MemoryStream stream) => new UTF8Encoding(false, true).GetString(stream.ToArray());

    [Test]
    public void A_csv_has_a_header_and_a_line_for_each_customer_with_the_date_in_utc()
    {
        Assert.That(Csv(Whole), Is.EqualTo(Header + "\r\ncustomer-17,9374000,Acme,31337,78abc,12345678,2026-03-01T08:30:00Z\r\n"));
    }

    [Test]
    public void A_json_has_an_object_for_each_customer_with_the_date_in_utc()
    {
        Assert.That(Json(Whole), Is.EqualTo("""[{"customer_id":"customer-17","organization_id":"9374000","company_name":"Acme","contract_id":"31337","application_client_id":"78abc","developer_application_id":"12345678","jobs_terms_accepted_at":"2026-03-01T08:30:00Z"}]"""));
    }

    [Test]
    public void Who_has_not_accepted_is_in_the_report_with_an_empty_date()
    {
        var neverFilledIn = new JobCustomer { CustomerId = "customer-18", JobsTermsAcceptedAt = default(DateTimeOffset) };

        Assert.Multiple(() =>
        {
            Assert.That(Csv(Bare), Does.EndWith("\r\ncustomer-18,,,,,,\r\n"));
            Assert.That(Csv(neverFilledIn), Does.EndWith("\r\ncustomer-18,,,,,,\r\n"));
            Assert.That(Json(Bare), Does.Contain("\"company_name\":null").And.Contain("\"jobs_terms_accepted_at\":null"));
        });
    }

    [Test]
    public void No_customers_make_a_header_alone_and_an_empty_array()
    {
        Assert.That(Csv(), Is.EqualTo(Header + "\r\n"));
        Assert.That(Json(), Is.EqualTo("[]"));
    }

    [Test]
    public void The_customers_come_in_their_order()
    {
        using var json = JsonDocument.Parse(Json(Bare, Whole));

        Assert.That(json.RootElement.EnumerateArray().Select(c => c.GetProperty("customer_id").GetString()), Is.EqualTo(new[] { "customer-18", "customer-17" }));
    }

    [Test]
    public void A_moment_keeps_its_fractions()
    {
        Assert.That(Csv(new JobCustomer { CustomerId = "a", JobsTermsAcceptedAt = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero).AddTicks(1_200_000) }), Does.EndWith(",2026-03-01T00:00:00.12Z\r\n"));
    }

    [TestCase("Acme", "Acme")]
    [TestCase("Acme, Inc.", "\"Acme, Inc.\"")]
    [TestCase("Acme; Inc.", "\"Acme; Inc.\"")]
    [TestCase("The \"Acme\"", "\"The \"\"Acme\"\"\"")]
    [TestCase("Acme\r\nInc.", "\"Acme\r\nInc.\"")]
    [TestCase("Acme\nInc.", "\"Acme\nInc.\"")]
    [TestCase(" Acme", "\" Acme\"")]
    [TestCase("Acme ", "\"Acme \"")]
    [TestCase("Müller & Søn 株式会社 😀", "Müller & Søn 株式会社 😀")]
    public void A_field_is_quoted_where_RFC_4180_wants_it(string name, string cell)
    {
        Assert.That(Cell(name), Is.EqualTo(cell));
    }

    [TestCase("=1+1", "\"'=1+1\"")]
    [TestCase("+1", "\"'+1\"")]
    [TestCase("-1", "\"'-1\"")]
    [TestCase("@SUM(A1)", "\"'@SUM(A1)\"")]
    [TestCase("  =1+1", "\"'  =1+1\"")]
    [TestCase("\t=1+1", "\"'\t=1+1\"")]
    [TestCase("\r=1+1", "\"'\r=1+1\"")]
    [TestCase("\tAcme", "\"'\tAcme\"")]
    [TestCase("\uFF1D1+1", "\"'\uFF1D1+1\"")]
    [TestCase("=HYPERLINK(\"http://x\",\"y\")", "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"")]
    [TestCase("A=1", "A=1")]
    [TestCase("a-b", "a-b")]
    public void What_a_spreadsheet_would_run_is_preceded_by_an_apostrophe_in_csv(string name, string cell)
    {
        Assert.That(Cell(name), Is.EqualTo(cell));
    }

    [Test]
    public void Every_column_is_guarded()
    {
        var hostile = new JobCustomer { CustomerId = "=a", OrganizationId = "=b", CompanyName = "=c", ContractId = "=d", ApplicationClientId = "=e", DeveloperApplicationId = "=f" };

        Assert.That(Csv(hostile), Does.EndWith("\r\n\"'=a\",\"'=b\",\"'=c\",\"'=d\",\"'=e\",\"'=f\",\r\n"));
    }

    [Test]
    public void Json_has_every_value_as_it_is()
    {
        const string Name = "=\"Müller\"\r\n\u2028<株式会社> 😀\u0001";
        using var json = JsonDocument.Parse(Json(new JobCustomer { CustomerId = "a", CompanyName = Name }));

        Assert.That(json.RootElement[0].GetProperty("company_name").GetString(), Is.EqualTo(Name));
    }

    [Test]
    public async Task A_stream_gets_utf8_without_a_byte_order_mark_and_asynchronously_only_and_stays_open()
    {
        var customer = new JobCustomer { CustomerId = "株😀" };
        using var csv = new AsyncOnlyStream();
        using var json = new AsyncOnlyStream();

        await JobsTermsReport.WriteCsvAsync([Whole, customer], csv);
        await JobsTermsReport.WriteJsonAsync([Whole, customer], json);

        Assert.Multiple(() =>
        {
            Assert.That(Utf8(csv), Is.EqualTo(Csv(Whole, customer)));
            Assert.That(Utf8(json), Is.EqualTo(Json(Whole, customer)));
            Assert.That((csv.ToArray()[0], json.ToArray()[0]), Is.EqualTo(((byte)'c', (byte)'[')));
            Assert.That((csv.Flushes, json.Flushes, csv.CanWrite), Is.EqualTo((1, 1, true)));
        });
    }

    [Test]
    public async Task Customers_that_come_from_a_database_are_written_as_they_come()
    {
        using var csv = new AsyncOnlyStream();
        using var json = new AsyncOnlyStream();

        await JobsTermsReport.WriteCsvAsync(JobCustomersTests.Stream(Whole, Bare), csv);
        await JobsTermsReport.WriteJsonAsync(JobCustomersTests.Stream(Whole, Bare), json);

        Assert.That((Utf8(csv), Utf8(json)), Is.EqualTo((Csv(Whole, Bare), Json(Whole, Bare))));
    }

    [Test]
    public async Task A_large_report_is_passed_on_in_pieces_and_is_whole()
    {
        using var stream = new AsyncOnlyStream();
        var written = new List<long>();
        var customers = Enumerable.Range(0, 5_000).Select(i =>
        {
            written.Add(stream.Length);
            return new JobCustomer { CustomerId = $"{i}", CompanyName = "😀 Müller" };
        });

        await JobsTermsReport.WriteJsonAsync(customers, stream);
        using var json = JsonDocument.Parse(stream.ToArray());

        Assert.Multiple(() =>
        {
            Assert.That(json.RootElement.GetArrayLength(), Is.EqualTo(5_000));
            Assert.That(json.RootElement.EnumerateArray().Select(c => c.GetProperty("company_name").GetString()).Distinct(), Is.EqualTo(new[] { "😀 Müller" }));
            Assert.That(written.Zip(written.Skip(1), (a, b) => b - a).Max(), Is.InRange(1, 64 * 1024));
        });
    }

    [Test]
    public void A_report_whose_customers_fail_does_not_look_whole()
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        IEnumerable<JobCustomer> Failing()
        {
            yield return Whole;
            throw new InvalidOperationException("lost");
        }

        Assert.That(() => JobsTermsReport.WriteJson(Failing(), writer), Throws.InvalidOperationException);
        Assert.That(writer.ToString(), Does.EndWith("}"));
    }

    [Test]
    public void A_writer_stays_open()
    {
        using var stream = new MemoryStream();
        using (var writer = new StreamWriter(stream, new UTF8Encoding(true)))
        {
            JobsTermsReport.WriteJson([Bare], writer);
            JobsTermsReport.WriteCsv([Bare], writer);
            writer.Write("more");
        }

        Assert.That(Encoding.UTF8.GetString(stream.ToArray()), Does.StartWith("\uFEFF[{").And.EndsWith("\r\nmore"), "and its byte order mark is what its owner wants");
    }

    [Test]
    public void A_culture_changes_nothing()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("") { DateTimeFormat = new DateTimeFormatInfo { TimeSeparator = "." } };
            Assert.That(Csv(Whole), Does.Contain("2026-03-01T08:30:00Z"));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Test]
    public void Cancelled_is_cancelled()
    {
        var token = new CancellationToken(canceled: true);
        using var stream = new MemoryStream();

        Assert.Multiple(() =>
        {
            Assert.That(() => JobsTermsReport.WriteCsvAsync([Whole], stream, token), Throws.InstanceOf<OperationCanceledException>());
            Assert.That(() => JobsTermsReport.WriteJsonAsync(JobCustomersTests.Stream(Whole), stream, token), Throws.InstanceOf<OperationCanceledException>());
        });
    }

    [Test]
    public void Null_is_refused()
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        using var stream = new MemoryStream();

        Assert.Multiple(() =>
        {
            Assert.That(() => JobsTermsReport.WriteCsv(null!, writer), Throws.ArgumentNullException);
            Assert.That(() => JobsTermsReport.WriteJson([], null!), Throws.ArgumentNullException);
            Assert.That(() => { _ = JobsTermsReport.WriteCsvAsync((IEnumerable<JobCustomer>)null!, stream); }, Throws.ArgumentNullException);
            Assert.That(() => { _ = JobsTermsReport.WriteJsonAsync(JobCustomersTests.Stream(), null!); }, Throws.ArgumentNullException);
            Assert.That(() => JobsTermsReport.WriteCsv([Whole, null!], writer), Throws.ArgumentException.With.Message.Contains("number 2"));
        });
    }

    /// <summary>Like the body of a response in ASP.NET Core, which refuses what blocks.</summary>
    private sealed class AsyncOnlyStream : MemoryStream
    {
        private bool _isAsync;

        public int Flushes { get; private set; }

        public override void Write(byte[] buffer, int offset, int count)
        {
            if (!_isAsync)
            {
                throw new InvalidOperationException("Synchronous operations are disallowed.");
            }

            base.Write(buffer, offset, count);
        }

        public override void Write(ReadOnlySpan<byte> buffer) => throw new InvalidOperationException("Synchronous operations are disallowed.");

        public override void Flush() => throw new InvalidOperationException("Synchronous operations are disallowed.");

        public override Task FlushAsync(CancellationToken cancellationToken)
        {
            Flushes++;
            return Task.CompletedTask;
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _isAsync = true;
            Write(buffer.ToArray(), 0, buffer.Length);
            _isAsync = false;
            return ValueTask.CompletedTask;
        }
    }
}
