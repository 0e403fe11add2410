using System.Reflection;
using PostPress.Operations;

namespace PostPress.Tests;

/// <summary>Rules that the whole public surface keeps, whatever is added to it.</summary>
public class ConventionTests
{
    private static IEnumerable<Type> Types => typeof(PostPressClient).Assembly.GetExportedTypes();

    private static IEnumerable<MethodInfo> AsyncMethods =>
        Types.SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)).Where(m => m.Name.EndsWith("Async", StringComparison.Ordinal) && !m.IsSpecialName);

    [Test]
    public void Every_asynchronous_method_ends_in_an_optional_cancellation_token()
    {
        Assert.That(AsyncMethods, Is.Not.Empty);
        Assert.Multiple(() =>
        {
            foreach (var method in AsyncMethods)
            {
                var last = method.GetParameters()[^1];
                Assert.That(last.ParameterType == typeof(CancellationToken) && last.IsOptional, Is.True, method.ToString());
            }
        });
    }

    [Test]
    public void Every_call_can_be_replaced_in_a_user_s_tests()
    {
        Assert.That(AsyncMethods.Where(m => !m.IsVirtual), Is.Empty);
        foreach (var type in AsyncMethods.Select(m => m.DeclaringType!).Append(typeof(PostPressClient)).Distinct())
        {
            Assert.That(type.GetConstructor(BindingFlags.NonPublic | BindingFlags.Instance, Type.EmptyTypes)?.IsFamily, Is.True, type.Name);
        }
    }

    [Test]
    public void Everyday_types_are_in_one_namespace()
    {
        Assert.That(Types.Where(t => t.Namespace != "PostPress").Select(t => t.Name), Is.EqualTo(new[] { "PostPressServiceCollectionExtensions" }));
    }

    [Test]
    public void The_parts_of_a_post_are_those_of_the_contract()
    {
        var members = typeof(NewPost).GetProperties().Select(p => p.Name).Append("Mentions").Order();
        var parts = typeof(CreatePostOperation.Parts).GetFields().Select(f => f.Name).Order();

        Assert.That(members, Is.EqualTo(parts));
    }
}
