namespace PostPress.Samples.Tests;

/// <summary>PressOfficeTests.cs is a project of unit tests, and they pass.</summary>
[Category("ChildBuild")]
public class PressOfficeTestsTests
{
    [Test]
    public async Task The_unit_tests_pass_without_a_key()
    {
        await using var sample = Sample.Run(await Sample.BuildAsync("PressOfficeTests.cs"));

        Assert.That(await sample.EndAsync(), Is.Zero, sample.Printed);
        Assert.That(sample.Printed, Does.Contain("succeeded: 6").And.Contain("failed: 0").And.Contain("skipped: 0"));
    }
}
