namespace PostPress.Distributor.Posts;

/// <summary>A post that came by HTTP. It is handled in the request and never put into a queue.</summary>
public sealed record AcceptPost(Post Post);

/// <summary>Find a place for a post within its account's limits.</summary>
public sealed record ReservePost(string PostId);

/// <summary>Publish a post that has a place.</summary>
public sealed record SendPost(string PostId);
