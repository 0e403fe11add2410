using System.Globalization;
using System.Text;
using Newtonsoft.Json;

namespace PostPress;

/// <summary>
/// Writes the report of which customers accepted LinkedIn's Jobs Terms, and when, as CSV or JSON. You provide it to LinkedIn on
/// request. Customers who have not accepted are included, with an empty date. To leave them out, don't pass them.
/// </summary>
/// <remarks>
/// <para>
/// The columns of the CSV and the members of the JSON have the same stable names, in this order: <c>customer_id</c>,
/// <c>organization_id</c> (digits only, whichever form was set; unchanged if it is malformed), <c>company_name</c>, <c>contract_id</c>, <c>application_client_id</c>, <c>developer_application_id</c>, and
/// <c>jobs_terms_accepted_at</c> (ISO 8601 in UTC, such as <c>2026-03-01T08:30:00Z</c>). A missing value is empty in CSV and
/// null in JSON. The customers are in the order of the input. Nothing is checked.
/// </para>
/// <para>
/// The CSV follows RFC 4180: a header, commas, lines that end with CR LF, and quotes where they are needed. A spreadsheet runs a
/// value that begins with <c>=</c>, <c>+</c>, <c>-</c> or <c>@</c> as a formula, so an apostrophe precedes such a value:
/// <c>'=1+1</c>. The JSON is one array with unchanged values.
/// </para>
/// <para>
/// Customers are written while they are read, so memory doesn't limit their number. If reading or writing fails, the report is
/// incomplete: complete JSON ends with <c>]</c>.
/// </para>
/// <para>Source: <c>001_a540d0750890718e.txt</c>, LinkedIn's Job Posting API page, section "Job Posting Legal Requirement".</para>
/// </remarks>
public static class JobsTermsReport
{
    private const int ChunkLength = 16 * 1024;

    // The first characters of a formula in a spreadsheet. The last four are full-width forms, which some spreadsheets accept too.
    private static readonly char[] Formula = ['=', '+', '-', '@', '\uFF1D', '\uFF0B', '\uFF0D', '\uFF20'];

    // The fields of the report by their names.
    private static readonly (string Name, Func<JobCustomer, string?> Value)[] Columns =
    [
        ("customer_id", c => c.CustomerId),
        ("organization_id", c => CompanyUrn.TryParse(c.OrganizationId, out var page) ? page.Id : c.OrganizationId),
        ("company_name", c => c.CompanyName),
        ("contract_id", c => c.ContractId),
        ("application_client_id", c => c.ApplicationClientId),
        ("developer_application_id", c => c.DeveloperApplicationId),
        ("jobs_terms_accepted_at", c => c.JobsTermsAcceptedAt is { } at && at != default ? at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture) : null),
    ];

    /// <summary>Writes the report as CSV. The writer stays open.</summary>
    /// <param name="customers">The customers.</param>
    /// <param name="writer">The target. You choose its encoding: UTF-8, with a byte order mark if Excel must read names in all scripts.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">One of the customers is null.</exception>
    public static void WriteCsv(IEnumerable<JobCustomer> customers, TextWriter writer) => Write(customers, writer, w => new Csv(w));

    /// <summary>Writes the report as CSV, in UTF-8 without a byte order mark. The stream stays open. Only its asynchronous methods are called.</summary>
    /// <param name="customers">The customers.</param>
    /// <param name="stream">The target, such as a file or the body of a response.</param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    /// <returns>A task that completes when the report is written and flushed.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">One of the customers is null.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled; the report is incomplete.</exception>
    public static Task WriteCsvAsync(IEnumerable<JobCustomer> customers, Stream stream, CancellationToken cancellationToken = default) =>
        WriteAsync(customers, stream, w => new Csv(w), cancellationToken);

    /// <summary>Writes the report as CSV while the customers are read from a database, in UTF-8 without a byte order mark. The stream stays open. Only its asynchronous methods are called.</summary>
    /// <param name="customers">The customers.</param>
    /// <param name="stream">The target, such as a file or the body of a response.</param>
    /// <param name="cancellationToken">Cancels the reading and the writing.</param>
    /// <returns>A task that completes when the report is written and flushed.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">One of the customers is null.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled; the report is incomplete.</exception>
    public static Task WriteCsvAsync(IAsyncEnumerable<JobCustomer> customers, Stream stream, CancellationToken cancellationToken = default) =>
        WriteAsync(customers, stream, w => new Csv(w), cancellationToken);

    /// <summary>Writes the report as JSON: an array with an object for each customer. The writer stays open.</summary>
    /// <param name="customers">The customers.</param>
    /// <param name="writer">The target. Its encoding must be UTF-8 without a byte order mark, as JSON requires.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">One of the customers is null.</exception>
    public static void WriteJson(IEnumerable<JobCustomer> customers, TextWriter writer) => Write(customers, writer, w => new Json(w));

    /// <summary>Writes the report as JSON in UTF-8: an array with an object for each customer. The stream stays open. Only its asynchronous methods are called.</summary>
    /// <param name="customers">The customers.</param>
    /// <param name="stream">The target, such as a file or the body of a response.</param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    /// <returns>A task that completes when the report is written and flushed.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">One of the customers is null.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled; the report is incomplete.</exception>
    public static Task WriteJsonAsync(IEnumerable<JobCustomer> customers, Stream stream, CancellationToken cancellationToken = default) =>
        WriteAsync(customers, stream, w => new Json(w), cancellationToken);

    /// <summary>Writes the report as JSON in UTF-8 while the customers are read from a database: an array with an object for each customer. The stream stays open. Only its asynchronous methods are called.</summary>
    /// <param name="customers">The customers.</param>
    /// <param name="stream">The target, such as a file or the body of a response.</param>
    /// <param name="cancellationToken">Cancels the reading and the writing.</param>
    /// <returns>A task that completes when the report is written and flushed.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">One of the customers is null.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled; the report is incomplete.</exception>
    public static Task WriteJsonAsync(IAsyncEnumerable<JobCustomer> customers, Stream stream, CancellationToken cancellationToken = default) =>
        WriteAsync(customers, stream, w => new Json(w), cancellationToken);

    private static void Write(IEnumerable<JobCustomer> customers, TextWriter writer, Func<TextWriter, Format> open)
    {
        Argument.NotNull(customers, nameof(customers));
        Argument.NotNull(writer, nameof(writer));

        using var report = open(writer);
        report.Begin();
        foreach (var customer in customers)
        {
            report.Add(customer);
        }

        report.End();
        writer.Flush();
    }

    private static Task WriteAsync(IEnumerable<JobCustomer> customers, Stream stream, Func<TextWriter, Format> open, CancellationToken cancellationToken)
    {
        Argument.NotNull(customers, nameof(customers));
        Argument.NotNull(stream, nameof(stream));

        return RunAsync();

        async Task RunAsync()
        {
            using var text = new StringWriter(CultureInfo.InvariantCulture);
            using var report = open(text);
            report.Begin();
            foreach (var customer in customers)
            {
                cancellationToken.ThrowIfCancellationRequested();
                report.Add(customer);
                await PassOnAsync(text, stream, ChunkLength, cancellationToken).ConfigureAwait(false);
            }

            report.End();
            await FinishAsync(text, stream, cancellationToken).ConfigureAwait(false);
        }
    }

    private static Task WriteAsync(IAsyncEnumerable<JobCustomer> customers, Stream stream, Func<TextWriter, Format> open, CancellationToken cancellationToken)
    {
        Argument.NotNull(customers, nameof(customers));
        Argument.NotNull(stream, nameof(stream));

        return RunAsync();

        async Task RunAsync()
        {
            using var text = new StringWriter(CultureInfo.InvariantCulture);
            using var report = open(text);
            report.Begin();
            await foreach (var customer in customers.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                cancellationToken.ThrowIfCancellationRequested();
                report.Add(customer);
                await PassOnAsync(text, stream, ChunkLength, cancellationToken).ConfigureAwait(false);
            }

            report.End();
            await FinishAsync(text, stream, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Writes the collected text when there is enough of it. It ends with a customer, so that no surrogate pair is split.</summary>
    private static async ValueTask PassOnAsync(StringWriter text, Stream stream, int enough, CancellationToken cancellationToken)
    {
        var gathered = text.GetStringBuilder();
        if (gathered.Length >= enough)
        {
            ReadOnlyMemory<byte> bytes = Encoding.UTF8.GetBytes(gathered.ToString());
            gathered.Clear();
            await stream.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async ValueTask FinishAsync(StringWriter text, Stream stream, CancellationToken cancellationToken)
    {
        await PassOnAsync(text, stream, 0, cancellationToken).ConfigureAwait(false);
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    private abstract class Format : IDisposable
    {
        private long _count;

        public abstract void Dispose();

        internal abstract void Begin();

        internal void Add(JobCustomer customer)
        {
            CustomerIndex.NotNull(customer, ++_count, "customers");
            Write(customer);
        }

        internal abstract void End();

        protected abstract void Write(JobCustomer customer);
    }

    private sealed class Csv(TextWriter writer) : Format
    {
        public override void Dispose()
        {
        }

        internal override void Begin() => WriteLine(column => column.Name);

        internal override void End()
        {
        }

        protected override void Write(JobCustomer customer) => WriteLine(column => column.Value(customer));

        private static string Field(string? value)
        {
            if (JobCustomer.OrNull(value) is not { } text)
            {
                return "";
            }

            var first = text.TrimStart()[0];
            var isFormula = Array.IndexOf(Formula, first) >= 0 || char.IsControl(text[0]);
            return isFormula ? Quote("'" + text)
                : text.Any(c => c is '"' or ',' or ';' || char.IsControl(c)) || char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[text.Length - 1]) ? Quote(text)
                : text;
        }

        private static string Quote(string text) => "\"" + text.Replace("\"", "\"\"") + "\"";

        private void WriteLine(Func<(string Name, Func<JobCustomer, string?> Value), string?> value)
        {
            for (var i = 0; i < Columns.Length; i++)
            {
                if (i > 0)
                {
                    writer.Write(',');
                }

                writer.Write(Field(value(Columns[i])));
            }

            // The line end of RFC 4180, not that of the writer.
            writer.Write("\r\n");
        }
    }

    private sealed class Json(TextWriter writer) : Format
    {
        // Neither closed nor completed: the writer belongs to the caller, and a failed report must not look complete.
        private readonly JsonTextWriter _json = new(writer) { CloseOutput = false, AutoCompleteOnClose = false };

        public override void Dispose() => ((IDisposable)_json).Dispose();

        internal override void Begin() => _json.WriteStartArray();

        internal override void End() => _json.WriteEndArray();

        protected override void Write(JobCustomer customer)
        {
            _json.WriteStartObject();
            foreach (var (name, value) in Columns)
            {
                _json.WritePropertyName(name);
                _json.WriteValue(JobCustomer.OrNull(value(customer)));
            }

            _json.WriteEndObject();
        }
    }
}
