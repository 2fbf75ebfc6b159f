namespace WalletKit.AspNetCore.Health;

/// <summary>Judges a store's report on its clock for the health of a host.</summary>
internal static class ClockFindings
{
    public static void Add(HealthFindings findings, ClockReport report, WalletHealthOptions options)
    {
        findings.Data["walletsAhead"] = report.WalletsAhead;
        findings.AddFailure(report.Jump is not null, $"the clock has jumped ahead by {report.Jump:c}, and commits are refused until it is set right or has settled");
        findings.AddFailure(
            report.Gap is not null,
            $"the first commit after opening came {report.Gap?.Duration():c} {(report.Gap > TimeSpan.Zero ? "after" : "before")} the newest times in the store: the clock is wrong, or was, unless the store was not used for so long");
        findings.AddProblem(
            report.WalletsAhead > 0,
            $"wallets are ahead of the clock ({HealthFindings.Count(report.WalletsAhead, ClockReport.MaxWalletsAhead)}, among them {string.Join(", ", report.SomeWalletsAhead)})");
        if (report.HostLead is { } lead)
        {
            findings.Data["hostClockLeadSeconds"] = lead.TotalSeconds;
            findings.AddProblem(
                lead.Duration() > options.MaxClockDifference,
                $"the clock of this host, {Environment.MachineName}, is {lead.Duration():c} {(lead > TimeSpan.Zero ? "ahead of" : "behind")} the database server's");
        }
    }
}
