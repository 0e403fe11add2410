namespace PostPress.Sandbox.Operations;

/// <summary>A thing with an id, a title and, optionally, an additional value.</summary>
internal sealed record SearchParameter(string Id, string Title, (string Name, string Value)? More = null);

/// <summary>The items of <c>listSearchParameters</c> for all types of the contract. They are the same in each run. Titles are unique in a list, except for the company Acme.</summary>
internal static class SearchParameterLists
{
    public static IReadOnlyDictionary<string, SearchParameter[]> All { get; } = new Dictionary<string, SearchParameter[]>(StringComparer.Ordinal)
    {
        ["LOCATION"] =
        [
            new("106967730", "Berlin, Germany"),
            new("90009712", "Greater Berlin Area", ("kind", "metropolitan area")),
            new("101282230", "Germany", ("kind", "country")),
            new("90000084", "San Francisco Bay Area", ("kind", "metropolitan area")),
            new("102277331", "San Francisco, California, United States"),
            new("90009496", "London Area, United Kingdom", ("kind", "metropolitan area")),
            new("102257491", "London, England, United Kingdom"),
            new("101165590", "United Kingdom", ("kind", "country")),
            new("103644278", "United States", ("kind", "country")),
            new("90000070", "New York City Metropolitan Area", ("kind", "metropolitan area")),
            new("106693272", "Switzerland", ("kind", "country")),
            new("90009888", "Greater Zurich Area", ("kind", "metropolitan area")),
            new("105117694", "Sweden", ("kind", "country")),
            new("106398853", "Stockholm, Stockholm County, Sweden"),
            new("105214831", "Bengaluru, Karnataka, India"),
            new("100025096", "Toronto, Ontario, Canada"),
            new("105015875", "France", ("kind", "country")),
            new("90009659", "Greater Paris Metropolitan Region", ("kind", "metropolitan area")),
            new("100477049", "Munich, Bavaria, Germany"),
            new("106430557", "Hamburg, Germany"),
        ],
        ["PEOPLE"] =
        [
            new("ACoAAA1234567", "Ada Lovelace", ("headline", "Software Engineer at Acme")),
            new("ACoAAA1234568", "Grace Hopper"),
            new("ACoAAA1234569", "Jordan Walke"),
        ],
        ["CONNECTIONS"] =
        [
            new("ACoAAA1234567", "Ada Lovelace", ("headline", "Software Engineer at Acme")),
            new("ACoAAA1234568", "Grace Hopper"),
        ],
        ["COMPANY"] =
        [
            new("9374000", "Acme", ("industry", "Software Development")),
            new("18422310", "Acme", ("industry", "Food Production")),
            new("1441", "Google", ("industry", "Software Development")),
            new("1035", "Microsoft", ("industry", "Software Development")),
            new("1337", "LinkedIn"),
            new("162479", "Apple"),
            new("1586", "Amazon"),
            new("165158", "Netflix"),
            new("1815218", "Initech"),
            new("2135371", "Globex"),
            new("1066442", "Northwind Traders"),
            new("1043", "Siemens"),
        ],
        ["SCHOOL"] =
        [
            new("1792", "Stanford University"),
            new("1503", "Massachusetts Institute of Technology"),
            new("1646", "Harvard University"),
            new("2517", "University of California, Berkeley"),
            new("4477", "University of Oxford"),
            new("12691", "University of Cambridge"),
            new("4171", "UCL"),
            new("8671", "ETH Zurich"),
            new("15103", "Technical University of Munich"),
            new("15098", "Freie University Berlin"),
        ],
        ["INDUSTRY"] =
        [
            new("4", "Software Development"),
            new("6", "Technology, Information and Internet"),
            new("96", "IT Services and IT Consulting"),
            new("43", "Financial Services"),
            new("41", "Banking"),
            new("104", "Staffing and Recruiting"),
            new("14", "Hospitals and Health Care"),
            new("23", "Food and Beverage Manufacturing"),
            new("27", "Retail"),
            new("80", "Advertising Services"),
            new("11", "Business Consulting and Services"),
            new("63", "Farming"),
        ],
        ["SERVICE"] =
        [
            new("50228", "Web Development"),
            new("50229", "Graphic Design"),
            new("50230", "Executive Coaching"),
            new("50231", "Human Resources Consulting"),
        ],
        ["JOB_FUNCTION"] =
        [
            new("eng", "Engineering"),
            new("it", "Information Technology"),
            new("mktg", "Marketing"),
            new("sale", "Sales"),
            new("hr", "Human Resources"),
            new("fin", "Finance"),
            new("dsgn", "Design"),
            new("prdm", "Product Management"),
            new("cust", "Customer Service"),
            new("mgmt", "Management"),
        ],
        ["JOB_TITLE"] =
        [
            new("9", "Software Engineer"),
            new("39", "Senior Software Engineer"),
            new("25201", "Frontend Engineer"),
            new("3172", "Senior Frontend Engineer"),
            new("30006", "Data Engineer"),
            new("25190", "Data Scientist"),
            new("27", "Product Manager"),
            new("122", "Engineering Manager"),
            new("26", "Recruiter"),
            new("100", "Designer"),
            new("153", "Marketing Manager"),
            new("30128", "Site Reliability Engineer"),
        ],
        ["EMPLOYMENT_TYPE"] =
        [
            new("1", "Full-time"),
            new("2", "Part-time"),
            new("3", "Contract"),
            new("4", "Temporary"),
            new("5", "Volunteer"),
            new("6", "Internship"),
            new("7", "Other"),
        ],
        ["SKILL"] =
        [
            new("218", "C#"),
            new("147", "Java (Programming Language)"),
            new("1346", "Python (Programming Language)"),
            new("2051", "TypeScript"),
            new("218099", "React.js"),
            new("182", "SQL"),
            new("5517", "Machine Learning"),
            new("3289", "Project Management"),
            new("274", "Recruiting"),
            new("4416", "Kubernetes"),
            new("61093", "Beekeeping"),
        ],
        ["GROUPS"] =
        [
            new("12345", "Bee keepers"),
            new("1976445", "Software Engineers Worldwide"),
            new("2013", "Recruiters Online"),
        ],
        ["SALES_INDUSTRY"] =
        [
            new("4", "Software Development"),
            new("6", "Technology, Information and Internet"),
            new("43", "Financial Services"),
            new("104", "Staffing and Recruiting"),
        ],
        ["DEPARTMENT"] =
        [
            new("8", "Engineering"),
            new("13", "Information Technology"),
            new("12", "Human Resources"),
            new("15", "Marketing"),
            new("25", "Sales"),
        ],
        ["PERSONA"] =
        [
            new("1736042", "Engineering leaders"),
            new("1736043", "Heads of recruiting"),
        ],
        ["ACCOUNT_LISTS"] =
        [
            new("ALL", "All account lists"),
            new("7012345678901234567", "Target accounts"),
        ],
        ["LEAD_LISTS"] =
        [
            new("ALL", "All lead lists"),
            new("7012345678901234568", "Warm leads"),
        ],
        ["TECHNOLOGIES"] =
        [
            new("1005", "Kubernetes"),
            new("1006", "React"),
            new("1007", "Salesforce"),
        ],
        ["SAVED_ACCOUNTS"] =
        [
            new("9374000", "Acme"),
            new("1035", "Microsoft"),
        ],
        ["SAVED_SEARCHES"] =
        [
            new("50532101", "Engineers in Berlin"),
            new("50532102", "Recruiters in London"),
        ],
        ["RECENT_SEARCHES"] =
        [
            new("2781231834", "Software engineers"),
            new("2781231835", "Bee keepers"),
        ],
        ["POSTAL_CODE"] =
        [
            new("101041448", "10115, Berlin, Germany"),
            new("100762187", "94105, San Francisco, California, United States"),
            new("105601203", "SW1A 1AA, London, United Kingdom"),
        ],
        ["REGION"] =
        [
            new("106967730", "Berlin, Germany"),
            new("101282230", "Germany"),
            new("90000084", "San Francisco Bay Area"),
            new("103644278", "United States"),
            new("91000000", "European Union"),
        ],
        ["HIRING_PROJECTS"] =
        [
            new("1234567890", "Bees 2026"),
            new("1234567891", "Frontend engineers"),
        ],
        ["SAVED_FILTERS"] =
        [
            new("987001", "Engineers who may move"),
            new("987002", "Former colleagues"),
        ],
        ["DEGREE"] =
        [
            new("200", "Bachelor's degree"),
            new("300", "Master's degree"),
            new("400", "Doctor of Philosophy"),
        ],
    };
}
