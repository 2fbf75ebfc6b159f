using System.Text.Json.Nodes;
using CsCheck;

namespace WalletKit.Tests.Rules;

/// <summary>The chain of hashes beside a program in Python that was written from the document alone.</summary>
[Slow]
public sealed class ChainProgramTests
{
    [Fact]
    public async Task A_program_in_another_language_finds_the_same_hashes()
    {
        var (exitCode, output) = await Python.VerifyChainAsync(HashChainTests.VectorFile, TestContext.Current.CancellationToken);

        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public async Task The_hash_of_any_entry_is_the_one_that_the_document_describes()
    {
        var (all, guard) = (new JsonArray(), new Lock());
        Gen.Select(HashChainTests.Entries, Gen.Byte.Array[32]).Sample(
            (entry, before) =>
            {
                var json = EntryJson.Write(entry, new Sha256Hash(before));
                lock (guard)
                {
                    all.Add(json);
                }
            },
            iter: 2_000);
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, all.ToJsonString(), TestContext.Current.CancellationToken);

        var (exitCode, output) = await Python.VerifyChainAsync(file, TestContext.Current.CancellationToken);

        File.Delete(file);
        Assert.True(exitCode == 0, output[..Math.Min(output.Length, 2_000)]);
    }
}
