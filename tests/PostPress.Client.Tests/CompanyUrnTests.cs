namespace PostPress.Tests;

public class CompanyUrnTests
{
    [TestCase("urn:li:company:9374000")]
    [TestCase("urn:li:organization:9374000")]
    [TestCase("9374000")]
    public void All_forms_name_the_same_page(string text)
    {
        var urn = CompanyUrn.Parse(text);

        Assert.Multiple(() =>
        {
            Assert.That(urn.Id, Is.EqualTo("9374000"));
            Assert.That(urn.ToString(), Is.EqualTo("urn:li:company:9374000"));
            Assert.That(urn.ToOrganizationString(), Is.EqualTo("urn:li:organization:9374000"));
            Assert.That(urn, Is.EqualTo(CompanyUrn.Parse("9374000")));
            Assert.That(urn.GetHashCode(), Is.EqualTo(CompanyUrn.Parse("9374000").GetHashCode()));
            Assert.That(urn, Is.Not.EqualTo(CompanyUrn.Parse("9374001")));
            Assert.That(CompanyUrn.Parse(urn.ToString()), Is.EqualTo(urn));
            Assert.That(CompanyUrn.Parse(urn.ToOrganizationString()), Is.EqualTo(urn));
            Assert.That(CompanyUrn.TryParse(text, out var tried) ? tried : null, Is.EqualTo(urn));
        });
    }

    [Test]
    public void The_company_of_a_job_takes_the_id_alone()
    {
        Assert.That(CompanyUrn.Parse("urn:li:organization:9374000").ToResolvedId().Id, Is.EqualTo("9374000"));
    }

    [TestCase("", "must be digits, or begin with")]
    [TestCase(" 9374000", "must be digits, or begin with")]
    [TestCase("9374000\n", "must be digits, or begin with")]
    [TestCase("٩٣", "must be digits, or begin with")]
    [TestCase("Acme", "must be digits, or begin with")]
    [TestCase("URN:LI:COMPANY:1", "must be digits, or begin with")]
    [TestCase("urn:li:company:", "only digits may follow urn:li:company:")]
    [TestCase("urn:li:company:9374000\"", "only digits may follow urn:li:company:", TestName = "The_quotation_mark_that_LinkedIn_s_page_prints_after_the_id_is_refused")]
    [TestCase("urn:li:organization:acme", "only digits may follow urn:li:organization:")]
    [TestCase("urn:li:organization:1:2", "only digits may follow urn:li:organization:")]
    [TestCase("urn:li:person:1", "not of a company or an organization")]
    [TestCase("urn:li:organizationBrand:1", "not of a company or an organization")]
    [TestCase("https://www.linkedin.com/company/acme/", "a web address")]
    public void What_names_no_company_page_is_refused_with_the_reason_and_the_way_out(string text, string reason)
    {
        var refused = Assert.Throws<FormatException>(() => CompanyUrn.Parse(text));

        Assert.Multiple(() =>
        {
            Assert.That(refused.Message, Does.Contain(reason));
            Assert.That(refused.Message, Does.Contain("Use urn:li:company:9374000, urn:li:organization:9374000 or 9374000.").And.Contain("the name of the company"));
            Assert.That(CompanyUrn.TryParse(text, out var urn), Is.False);
            Assert.That(urn, Is.Null);
        });
    }

    [Test]
    public void The_refusal_does_not_repeat_what_was_given()
    {
        Assert.That(Assert.Throws<FormatException>(() => CompanyUrn.Parse(Clients.ApiKey)).Message, Does.Not.Contain(Clients.ApiKey));
    }

    [Test]
    public void Null_is_no_company_page()
    {
        Assert.That(CompanyUrn.TryParse(null, out _), Is.False);
        Assert.That(() => CompanyUrn.Parse(null!), Throws.ArgumentNullException);
    }
}
