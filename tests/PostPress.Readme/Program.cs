using PostPress;

using var postpress = new PostPressClient("pp_live_your_key");

var search = new ClassicPeopleSearch { Keywords = "engineer", NetworkDistance = [1, 2] };
await foreach (SearchResult hit in postpress.Search.ListAsync("acc_your_account", search, new SearchOptions { MaxItems = 25 }))
{
    if (hit is PersonResult person)
    {
        Console.WriteLine($"{person.Name}: {person.Headline}");
    }
}
