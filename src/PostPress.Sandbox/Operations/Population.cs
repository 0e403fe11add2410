using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PostPress.Sandbox.Operations;

/// <summary>A search result: its JSON, the text for keywords and, for a person, the <c>network_distance</c> filter that finds it.</summary>
internal sealed record Item(byte[] Json, string Text, string? Distance);

/// <summary>
/// The people, companies, posts and jobs of the sandbox. They are the same in each run. With the default numbers, all members
/// and all enum values of the search results in the contract occur, and null for all nullable members.
/// </summary>
internal sealed class Population(PostPressSandboxOptions options)
{
    // Fixed, so that pages are always the same.
    private static readonly DateTimeOffset Epoch = new(2026, 5, 4, 9, 30, 0, TimeSpan.Zero);

    private static readonly string[] FirstNames =
    [
        "Ada", "Grace", "Jordan", "Katherine", "Linus", "Margaret", "Radia", "Barbara", "Donald", "Edsger", "Frances", "Hedy",
        "Jean", "Karen", "Leslie", "Mary", "Niklaus", "Sophie", "Tony", "Vint", "Yukihiro", "Zoë", "Anders", "Bjarne",
    ];

    private static readonly string[] LastNames =
    [
        "Lovelace", "Hopper", "Walke", "Johnson", "Andersson", "Hamilton", "Perlman", "Liskov", "Novak", "Jansen", "Allen", "Lamarr",
        "Bartik", "Jones", "Okafor", "Jackson", "Meier", "Wilson", "Hoare", "Silva", "Tanaka", "Müller", "Rossi", "Dubois", "García",
    ];

    private static readonly string[] Roles =
    [
        "Software Engineer", "Product Manager", "Data Engineer", "Recruiter", "Designer", "Engineering Manager", "Marketing Lead", "Site Reliability Engineer", "Bee Keeper",
    ];

    private static readonly string[] Places =
    [
        "San Francisco, California, United States", "Berlin, Germany", "London, England, United Kingdom", "Stockholm, Sweden", "Bengaluru, Karnataka, India", "Toronto, Ontario, Canada",
    ];

    private static readonly string[] Industries = ["Software Development", "Food Production", "Financial Services", "Staffing and Recruiting"];

    private static readonly string[] CompanyNames =
    [
        "Acme", "Initech", "Globex", "Umbrella Analytics", "Hooli", "Northwind", "Contoso", "Soylent Foods", "Vandelay Imports", "Wayne Robotics",
    ];

    private static readonly string[] Topics = ["bees", "our launch", "remote work", "hiring engineers", "open source", "data platforms"];

    private static readonly string[] Distances = ["DISTANCE_2", "DISTANCE_1", "DISTANCE_2", "DISTANCE_3", "DISTANCE_1", "DISTANCE_2", "OUT_OF_NETWORK"];

    // The account that searches is a person too.
    private const int Self = 4;

    private static readonly string[] Reactions = ["LIKE", "PRAISE", "APPRECIATION", "EMPATHY", "INTEREST", "ENTERTAINMENT"];

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Lazy<Item[]> _people = Make(options.People, Person);
    private readonly Lazy<Item[]> _companies = Make(options.Companies, Company);
    private readonly Lazy<Item[]> _posts = Make(options.Posts, Post);
    private readonly Lazy<Item[]> _jobs = Make(options.Jobs, Job);

    /// <summary>All items of a search category: <c>people</c>, <c>companies</c>, <c>posts</c> or <c>jobs</c>.</summary>
    public IReadOnlyList<Item> Of(string category) => category switch
    {
        "people" => _people.Value,
        "companies" => _companies.Value,
        "posts" => _posts.Value,
        _ => _jobs.Value,
    };

    private static Lazy<Item[]> Make(int count, Func<int, (JsonObject Json, string Text)> make) => new(() =>
        [.. Enumerable.Range(0, count).Select(make).Select(item => new Item(JsonSerializer.SerializeToUtf8Bytes(item.Json, Readable), item.Text, DistanceOf(item.Json)))]);

    /// <summary>The value of the <c>network_distance</c> filter for the distance of a result. A visible person outside the network is in a shared group.</summary>
    private static string? DistanceOf(JsonObject item) => item["network_distance"]?.GetValue<string>() switch
    {
        "DISTANCE_1" => "1",
        "DISTANCE_2" => "2",
        "DISTANCE_3" => "3",
        "OUT_OF_NETWORK" when item["name"] is not null => "GROUP",
        _ => null,
    };

    private static (JsonObject Json, string Text) Person(int i)
    {
        var role = Pick(Roles, i);
        if (i % 17 == 16)
        {
            return (HiddenPerson(i), role);
        }

        var (first, last) = NameOf(i);
        var slug = SlugOf(i);
        var place = Pick(Places, i);
        var industry = Pick(Industries, i);
        var company = CompanyOf(i);
        var position = Position(i, role, ended: false);
        var person = new JsonObject
        {
            ["object"] = "SearchResult",
            ["type"] = "PEOPLE",
            ["id"] = PersonId(i),
            ["public_identifier"] = slug,
            ["public_profile_url"] = $"https://www.linkedin.com/in/{slug}",
            ["profile_url"] = $"https://www.linkedin.com/in/{slug}",
            ["profile_picture_url"] = i % 5 == 4 ? null : $"https://media.licdn.com/people/{slug}.jpg",
            ["profile_picture_url_large"] = i % 5 == 4 ? null : $"https://media.licdn.com/people/{slug}-large.jpg",
            ["member_urn"] = Invariant($"urn:li:member:{1234567 + i}"),
            ["name"] = $"{first} {last}",
            ["first_name"] = first,
            ["last_name"] = last,
            ["network_distance"] = i == Self ? "SELF" : Pick(Distances, i),
            ["location"] = place,
            ["industry"] = industry,
            ["headline"] = $"{role} at {company}",
            ["connections_count"] = 40 + (i * 37 % 460),
            ["followers_count"] = i * 53 % 4000,
            ["pending_invitation"] = i % 9 == 0,
            ["can_send_inmail"] = i % 2 == 0,
            ["premium"] = i % 4 == 0,
            ["verified"] = i % 3 != 0,
            ["current_positions"] = new JsonArray(position),
        };
        if (i % 2 == 0)
        {
            AddProfile(person, i);
        }

        if (i % 3 == 0)
        {
            AddRecruiterView(person, i);
        }

        return (person, $"{first} {last} {role} {company} {place} {industry}");
    }

    /// <summary>A person outside the network, with almost no data.</summary>
    private static JsonObject HiddenPerson(int i)
    {
        var person = Nulls(
            "public_identifier", "public_profile_url", "profile_url", "profile_picture_url", "profile_picture_url_large", "member_urn", "name", "first_name", "last_name",
            "location", "industry", "headline", "keywords_match", "interestLikelihood", "recruiter_candidate_id", "recruiter_pipeline_category", "interests");
        person["object"] = "SearchResult";
        person["type"] = "PEOPLE";
        person["id"] = PersonId(i);
        person["network_distance"] = "OUT_OF_NETWORK";
        person["current_positions"] = new JsonArray(
            Nulls("company", "company_id", "company_url", "company_description", "company_headcount", "logo", "description", "role", "location", "tenure_at_role", "tenure_at_company", "start", "end"));
        person["education"] = new JsonArray(
            Nulls("degree", "field_of_study", "school", "school_id", "start", "end", "school_details"),
            new JsonObject
            {
                ["start"] = Nulls("year", "month"),
                ["school_details"] = Nulls("name", "employeeCount", "location", "description", "url", "logo"),
            });
        person["certifications"] = new JsonArray(Nulls("name", "organization", "organization_id", "url", "start", "end"));
        person["projects"] = new JsonArray(Nulls("name", "description", "start", "end"));
        person["notes"] = new JsonArray(new JsonObject { ["project_id"] = null, ["author"] = Nulls("seat_id", "first_name", "last_name", "public_profile_url") });
        return person;
    }

    private static void AddProfile(JsonObject person, int i)
    {
        person["keywords_match"] = "headline";
        person["open_profile"] = i % 8 == 0;
        person["shared_connections_count"] = i % 13;
        person["recent_posts_count"] = i % 6;
        person["recently_hired"] = i % 10 == 0;
        person["mentioned_in_the_news"] = i % 20 == 0;
        person["privacySettings"] = new JsonObject { ["allowConnectionsBrowse"] = i % 4 == 0, ["showPremiumSubscriberIcon"] = i % 6 == 0 };
        person["skills"] = new JsonArray(Skill("TypeScript", 42 + i), Skill("C#", i));
        person["education"] = new JsonArray(new JsonObject
        {
            ["degree"] = "BSc",
            ["field_of_study"] = "Computer Science",
            ["school"] = "UCL",
            ["school_id"] = "1792",
            ["start"] = Month(2005, 9),
            ["end"] = Month(2008, 6),
            ["school_details"] = new JsonObject
            {
                ["name"] = "UCL",
                ["employeeCount"] = 12000,
                ["location"] = "London",
                ["description"] = "A university.",
                ["url"] = "https://www.linkedin.com/school/ucl",
                ["logo"] = "https://media.licdn.com/schools/ucl.png",
            },
        });
        person["work_experience"] = new JsonArray(Position(i + 1, "Junior " + Pick(Roles, i), ended: true));
        person["certifications"] = new JsonArray(new JsonObject
        {
            ["name"] = "Bee keeping",
            ["organization"] = "Bee Council",
            ["organization_id"] = "77",
            ["url"] = Invariant($"https://bees.example.com/certificates/{i}"),
            ["start"] = Year(2020),
            ["end"] = Year(2030),
        });
        person["projects"] = new JsonArray(new JsonObject
        {
            ["name"] = "Hive",
            ["description"] = "A hive that counts its bees.",
            ["skills"] = new JsonArray("Carpentry", "C#"),
            ["start"] = Year(2019),
            ["end"] = Year(2020),
        });
        person["interests"] = "Bees, bicycles";
    }

    /// <summary>Adds the data of Recruiter.</summary>
    private static void AddRecruiterView(JsonObject person, int i)
    {
        var (first, last) = NameOf(i + 1);
        person["hiddenCandidate"] = i % 12 == 0;
        person["interestLikelihood"] = i % 2 == 0 ? "HIGH" : "MEDIUM";
        person["recruiter_candidate_id"] = Invariant($"cand_{i}");
        person["recruiter_pipeline_category"] = i % 2 == 0 ? "CONTACTED" : "UNCONTACTED";
        person["last_outreach_activity"] = new JsonObject { ["type"] = i % 2 == 0 ? "SEND_MESSAGE" : "ACCEPT_INVITATION", ["performed_at"] = TimeOf(i) };
        person["tags"] = new JsonArray(new JsonObject { ["id"] = "1", ["name"] = "Promising" });
        person["notes"] = new JsonArray(new JsonObject
        {
            ["project_id"] = "proj_000001",
            ["content"] = "Called back, wants to hear more.",
            ["created_at"] = TimeOf(i),
            ["author"] = new JsonObject
            {
                ["id"] = PersonId(i + 1),
                ["seat_id"] = "12",
                ["first_name"] = first,
                ["last_name"] = last,
                ["public_profile_url"] = $"https://www.linkedin.com/in/{SlugOf(i + 1)}",
            },
        });
    }

    private static JsonObject Position(int i, string role, bool ended)
    {
        var company = CompanyOf(i);
        var years = 1 + (i % 6);
        return new JsonObject
        {
            ["company"] = company,
            ["company_id"] = CompanyId(i),
            ["company_url"] = $"https://www.linkedin.com/company/{Slug(company)}",
            ["company_description"] = $"{company} makes everything.",
            ["company_headcount"] = new JsonObject { ["min"] = 51, ["max"] = 200 },
            ["logo"] = $"https://media.licdn.com/companies/{Slug(company)}.png",
            ["description"] = $"Everything that a {role} does.",
            ["role"] = role,
            ["location"] = Pick(Places, i),
            ["industry"] = new JsonArray(Pick(Industries, i)),
            ["tenure_at_role"] = new JsonObject { ["years"] = years, ["months"] = i % 12 },
            ["tenure_at_company"] = new JsonObject { ["years"] = years + 1, ["months"] = 0 },
            ["start"] = Month(2025 - years, 1 + (i % 12)),
            ["end"] = ended ? Month(2025, 12) : null,
            ["skills"] = new JsonArray("TypeScript", "Patience"),
        };
    }

    private static (JsonObject Json, string Text) Company(int i)
    {
        var name = i < CompanyNames.Length ? CompanyNames[i] : Invariant($"{Pick(CompanyNames, i)} {Pick(Places, i).Split(',')[0]} {i / CompanyNames.Length}");
        var place = Pick(Places, i);
        var industry = Pick(Industries, i);
        var company = new JsonObject
        {
            ["object"] = "SearchResult",
            ["type"] = "COMPANY",
            ["id"] = CompanyId(i),
            ["name"] = name,
            ["location"] = place,
            ["profile_url"] = $"https://www.linkedin.com/company/{Slug(name)}",
            ["industry"] = industry,
            ["summary"] = $"{name} makes everything.",
        };
        if (i % 4 != 3)
        {
            company["followers_count"] = 100 + (i * 997);
            company["job_offers_count"] = i % 8;
            company["headcount"] = i % 2 == 0 ? "51-200" : "1001-5000";
        }

        if (i % 3 == 0)
        {
            company["revenue_range"] = new JsonObject { ["min"] = 2.5m, ["max"] = 5, ["currency"] = "USD" };
        }

        return (company, $"{name} {place} {industry}");
    }

    private static (JsonObject Json, string Text) Post(int i)
    {
        var (first, last) = NameOf(i);
        var topic = Pick(Topics, i);
        var id = PostId(i);
        var text = $"Hey {CompanyOf(i)}, some thoughts on {topic} 🐝";
        var post = new JsonObject
        {
            ["object"] = "SearchResult",
            ["type"] = "POST",
            ["provider"] = "LINKEDIN",
            ["id"] = id,
            ["social_id"] = $"urn:li:activity:{id}",
            ["share_url"] = $"https://www.linkedin.com/feed/update/urn:li:activity:{id}",
            ["text"] = text,
            ["date"] = Invariant($"{1 + i}h"),
            ["parsed_datetime"] = TimeOf(i),
            ["reaction_counter"] = i * 7 % 400,
            ["comment_counter"] = i * 3 % 50,
            ["repost_counter"] = i % 12,
            ["impressions_counter"] = i * 211 % 9000,
            ["author"] = i % 4 == 3 ? CompanyAuthor(i) : Author(i),
            ["permissions"] = new JsonObject { ["can_react"] = true, ["can_share"] = i % 5 != 0, ["can_post_comments"] = i % 3 != 0 },
            ["is_repost"] = i % 6 == 2,
            ["mentions"] = new JsonArray(new JsonObject { ["url"] = $"https://www.linkedin.com/company/{Slug(CompanyOf(i))}", ["start"] = 4, ["length"] = CompanyOf(i).Length }),
            ["attachments"] = Attachments(i),
        };
        if (i % 2 == 0)
        {
            post["user_reacted"] = Pick(Reactions, i / 2);
        }

        if (i % 5 == 0)
        {
            post["title"] = $"On {topic}";
        }

        if (i % 4 == 3)
        {
            post["written_by"] = new JsonObject { ["id"] = PersonId(i), ["public_identifier"] = i % 8 == 3 ? null : SlugOf(i), ["name"] = i % 8 == 3 ? null : $"{first} {last}" };
        }

        if (i % 6 == 2)
        {
            AddRepost(post, i);
        }

        if (i % 7 == 1)
        {
            post["poll"] = Poll(i);
        }

        if (i % 7 == 2)
        {
            post["group"] = new JsonObject { ["id"] = "12345", ["name"] = "Bee keepers", ["private"] = i % 2 == 0 };
        }

        if (i % 7 == 3)
        {
            post["analytics"] = Analytics(i);
        }

        return (post, $"{text} {first} {last}");
    }

    private static void AddRepost(JsonObject post, int i)
    {
        post["repost_id"] = PostId(i + 1000);
        post["reposted_by"] = CompanyAuthor(i);
        post["repost_content"] = new JsonObject
        {
            ["id"] = PostId(i + 2000),
            ["date"] = "1mo",
            ["parsed_datetime"] = TimeOf(i + 700),
            ["author"] = Author(i + 1),
            ["text"] = "My first bees",
        };
    }

    private static JsonArray Attachments(int i)
    {
        var id = Invariant($"attachment_{i}");
        const long expiresInNumbers = 1798761600000;
        // The documentation does not define the type of a time: both types occur.
        JsonNode expires = i % 16 < 8 ? expiresInNumbers : "2026-12-31T00:00:00Z";
        JsonObject[] found = (i % 8) switch
        {
            0 => [With(Media("img", "image/png", expires), ("size", new JsonObject { ["width"] = 1200, ["height"] = 630 })), With(Media("img", "image/jpeg", null), ("size", 48213))],
            1 => [With(Media("video", "video/mp4", expires), ("size", new JsonObject { ["width"] = 1920, ["height"] = 1080 }), ("duration", 12.5m))],
            2 => [With(Media("audio", "audio/mpeg", expires), ("duration", 30))],
            3 => [With(Media("file", "application/pdf", expires), ("file_name", "bees.pdf"), ("size", 52428))],
            4 => [new JsonObject { ["type"] = "linkedin_post", ["id"] = PostId(i + 3000), ["unavailable"] = false, ["mimetype"] = "text/html", ["url"] = $"https://www.linkedin.com/feed/update/{PostId(i + 3000)}", ["url_expires_at"] = expires }],
            5 => [With(Media("video_meeting", "text/html", expires), ("starts_at", expiresInNumbers), ("expires_at", null), ("time_range", 3600)),
                  With(Media("video_meeting", "text/html", null), ("starts_at", "2026-12-30T18:00:00Z"), ("expires_at", "2026-12-31T00:00:00Z"), ("time_range", "18:00-19:00"))],
            6 => [Gone("img"), With(Gone("video"), ("size", 7_340_032)), Gone("audio"), With(Gone("file"), ("file_name", null)), Gone("linkedin_post"),
                  With(Gone("video_meeting"), ("starts_at", null), ("expires_at", expiresInNumbers), ("time_range", null))],
            _ => [],
        };
        return new JsonArray(found);

        JsonObject Media(string type, string mimeType, JsonNode? until) => new()
        {
            ["type"] = type,
            ["id"] = id,
            ["unavailable"] = false,
            ["mimetype"] = mimeType,
            ["url"] = $"https://media.licdn.com/{id}",
            ["url_expires_at"] = until,
        };

        JsonObject Gone(string type) => With(Nulls("mimetype", "url", "url_expires_at"), ("type", type), ("id", id), ("unavailable", true));
    }

    private static JsonObject Poll(int i) => new()
    {
        ["id"] = Invariant($"poll_{i}"),
        ["total_votes_count"] = 10,
        ["question"] = "Which hive?",
        ["is_open"] = i % 2 == 0,
        ["options"] = new JsonArray(
            new JsonObject { ["id"] = "1", ["text"] = "Langstroth", ["win"] = true, ["votes_count"] = 7 },
            new JsonObject { ["id"] = "2", ["text"] = "Warré", ["win"] = false, ["votes_count"] = 3 }),
    };

    private static JsonObject Analytics(int i) => new()
    {
        ["impressions"] = 480 + i,
        ["engagements"] = 16,
        ["engagement_rate"] = 0.0333m,
        ["clicks"] = 9,
        ["clickthrough_rate"] = 0.01875m,
        ["page_viewers_from_this_post"] = 2,
        ["followers_gained_from_this_post"] = 1,
        ["members_reached"] = 401,
    };

    private static (JsonObject Json, string Text) Job(int i)
    {
        var title = i % 3 == 0 ? $"Senior {Pick(Roles, i)}" : Pick(Roles, i);
        var company = CompanyOf(i);
        var place = Pick(Places, i);
        var id = Invariant($"{3984000000 + i}");
        return (new JsonObject
        {
            ["object"] = "SearchResult",
            ["type"] = "JOB",
            ["id"] = id,
            ["reference_id"] = Invariant($"ref_{i}"),
            ["title"] = title,
            ["location"] = place,
            ["posted_at"] = TimeOf(i * 5),
            ["reposted"] = i % 7 == 0,
            ["url"] = $"https://www.linkedin.com/jobs/view/{id}",
            ["promoted"] = i % 4 == 0,
            ["benefits"] = i % 2 == 0 ? new JsonArray("401(k)", "Medical insurance") : [],
            ["easy_apply"] = i % 3 == 0,
            ["company"] = new JsonObject
            {
                ["id"] = CompanyId(i),
                ["public_identifier"] = Slug(company),
                ["name"] = company,
                ["profile_url"] = $"https://www.linkedin.com/company/{Slug(company)}",
                ["profile_picture_url"] = $"https://media.licdn.com/companies/{Slug(company)}.png",
            },
        }, $"{title} {company} {place}");
    }

    private static JsonObject Author(int i)
    {
        var (first, last) = NameOf(i);
        var author = new JsonObject
        {
            ["public_identifier"] = SlugOf(i),
            ["id"] = PersonId(i),
            ["name"] = $"{first} {last}",
            ["is_company"] = false,
            ["headline"] = $"{Pick(Roles, i)} at {CompanyOf(i)}",
            ["profile_picture_url"] = $"https://media.licdn.com/people/{SlugOf(i)}.jpg",
        };
        return i % 9 != 8 ? author : With(Nulls("public_identifier", "name", "headline", "profile_picture_url"), ("id", PersonId(i)), ("is_company", false));
    }

    private static JsonObject CompanyAuthor(int i) => new()
    {
        ["public_identifier"] = Slug(CompanyOf(i)),
        ["id"] = CompanyId(i),
        ["name"] = CompanyOf(i),
        ["is_company"] = true,
    };

    private static JsonObject Skill(string name, int endorsements) => new() { ["name"] = name, ["endorsement_count"] = endorsements };

    private static JsonObject Month(int year, int month) => new() { ["year"] = year, ["month"] = month };

    private static JsonObject Year(int year) => new() { ["year"] = year };

    private static JsonObject Nulls(params string[] names) => new(names.Select(n => KeyValuePair.Create<string, JsonNode?>(n, null)));

    private static JsonObject With(JsonObject item, params (string Name, JsonNode? Value)[] members)
    {
        foreach (var (name, value) in members)
        {
            item[name] = value;
        }

        return item;
    }

    private static string Pick(string[] from, int i) => from[i % from.Length];

    private static (string First, string Last) NameOf(int i) => (Pick(FirstNames, i), Pick(LastNames, (i * 7) + (i / FirstNames.Length)));

    private static string SlugOf(int i)
    {
        var (first, last) = NameOf(i);
        return Invariant($"{Slug(first)}-{Slug(last)}-{i}");
    }

    private static string Slug(string name) => Uri.EscapeDataString(name.ToLowerInvariant().Replace(' ', '-'));

    private static string PersonId(int i) => Invariant($"ACoAAA{1234567 + i}");

    private static string CompanyId(int i) => Invariant($"{9374000 + i}");

    private static string CompanyOf(int i) => Pick(CompanyNames, i);

    private static string PostId(int i) => Invariant($"{7332661864792854528 - (i * 1000L)}");

    private static string TimeOf(int hoursBefore) => (Epoch - TimeSpan.FromHours(hoursBefore)).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
