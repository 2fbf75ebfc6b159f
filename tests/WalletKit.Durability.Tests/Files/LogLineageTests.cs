using WalletKit.Storage.Sqlite;
using Inside = WalletKit.Storage.Sqlite.LogLineage.Inside;

namespace WalletKit.Durability.Tests.Files;

/// <summary>The decision whether a log belongs to a file, from the marks in the file and in the log.</summary>
public sealed class LogLineageTests
{
    // The identities of lives that follow each other in one log, and of an unrelated life.
    private const ulong Second = 0x0000_0007_AAAA_AAAA;
    private const ulong Third = 0x0000_0008_BBBB_BBBB;
    private const ulong Fourth = 0x0000_0009_CCCC_CCCC;
    private const ulong New = 0xDDDD_DDDD_DDDD_DDDD;
    private const long Schema = 20;

    [Fact]
    public void A_file_that_cannot_be_read_without_its_log_says_nothing() => Assert.True(LogLineage.AreOfOneLife(new(Third), null, Of(Third, Second)));

    [Fact]
    public void A_file_that_can_be_read_only_without_the_log_is_not_the_logs() => Assert.False(LogLineage.AreOfOneLife(new(Third), Of(Third, Second), null));

    [Fact]
    public void A_file_without_anything_takes_the_first_log_there_was_and_no_other()
    {
        var nothing = new Inside(null, 0);

        Assert.True(LogLineage.AreOfOneLife(new(Second), nothing, Of(Second, 0)));
        Assert.True(LogLineage.AreOfOneLife(new(Second), nothing, Of(0, 0)));
        Assert.True(LogLineage.AreOfOneLife(new(Second), nothing, nothing));
        Assert.False(LogLineage.AreOfOneLife(new(Third), nothing, Of(Third, Second)));
    }

    [Theory]
    [InlineData(Third, Second, Third, Second, Third)] // The file names the log.
    [InlineData(Second, 0, Third, 0, Third)] // Another process began the log between a commit and the look after it.
    [InlineData(0, 0, Third, Second, Third)] // The row that names the log before is itself the first commit of this log.
    [InlineData(Second, 0, Third, Second, Third)] // … the one before it.
    [InlineData(Second, 0, New, Second, New)] // … the one before it, after a start without a log.
    [InlineData(Second, 0, 0, Second, New)] // … and the stamp that would name the new one is missing yet.
    [InlineData(0, Second, New, Second, New)] // … whose first commit was copied to the file.
    [InlineData(0, Second, 0, Second, New)]
    [InlineData(Second, 0, Second, 0, Third)] // A later life that is not stamped yet,
    [InlineData(Second, 0, Second, 0, Fourth)] // … or was used by others only.
    [InlineData(Second, 0, Third, Second, Fourth)] // A stamp that was itself the first commit of the next life.
    [InlineData(Second, 0, Second, 0, New)] // A log that another program began, and that brings no row.
    public void A_file_takes_the_log_that_its_row_names_or_the_log_after_it(ulong fileLog, ulong fileBefore, ulong log, ulong before, ulong head) =>
        Assert.True(LogLineage.AreOfOneLife(new(head), Of(fileLog, fileBefore), Of(log, before)));

    [Theory]
    [InlineData(Second, 0, Fourth, Third, Fourth)] // A backup of two lives ago.
    [InlineData(Second, 0, New, Fourth, New)] // … from before other starts.
    [InlineData(Fourth, Third, Third, Second, Third)] // A log of a time before the file's.
    [InlineData(Second, 0, Second, Third, New)] // A log that is not named, with a row that does not follow.
    [InlineData(0, Second, 0, Third, New)]
    [InlineData(Second, 0, New, 0, New)] // Salts that do not count on from those of the file.
    [InlineData(0, 0, New, Second, New)]
    public void A_file_takes_no_log_of_another_life(ulong fileLog, ulong fileBefore, ulong log, ulong before, ulong head) =>
        Assert.False(LogLineage.AreOfOneLife(new(head), Of(fileLog, fileBefore), Of(log, before)));

    [Theory]
    [InlineData(Schema + 1, Schema, false)] // VACUUM INTO counts the schema up in the copy.
    [InlineData(Schema, Schema + 1, true)] // A change of the tables that is only in the log,
    [InlineData(Schema + 1, Schema + 1, true)] // … or was copied.
    public void A_copy_by_VACUUM_does_not_take_the_originals_log(long alone, long merged, bool isTaken) =>
        Assert.Equal(isTaken, LogLineage.AreOfOneLife(new(Third), new(new(Third, Second), alone), new(new(Third, Second), merged)));

    [Fact]
    public void A_head_with_a_flipped_bit_is_no_head()
    {
        // This is the head of a real log: magic, format, page size, lives, salts, checksums.
        var head = Convert.FromHexString("377F0682002DE218000010000000000000000000000000000000000000000000");
        Assert.Null(LogHeader.Parse(head));
        Assert.Null(LogHeader.Parse(head.AsSpan(0, 31)));
        Assert.Null(LogHeader.Parse([]));
    }

    private static Inside Of(ulong log, ulong before) => new(new LogStamp(log, before), Schema);
}
