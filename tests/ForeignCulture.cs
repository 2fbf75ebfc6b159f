using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace WalletKit;

/// <summary>
/// The culture under which tests run. It is made up, so that no machine must know it, and foreign in everything on which a careless text depends. Text for
/// programs, logs and databases must not change with the culture. A run that was given a culture of the machine keeps that culture.
/// </summary>
internal static class ForeignCulture
{
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "A test assembly has no other place that runs before all tests, on whatever thread.")]
    public static void Use()
    {
        if (CultureInfo.CurrentCulture.Name.Length > 0)
        {
            return;
        }

        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        var (numbers, times) = (culture.NumberFormat, culture.DateTimeFormat);
        // Persian and Arabic have these signs. A sign of two characters keeps .NET from reading a hyphen in its place.
        (numbers.NegativeSign, numbers.PositiveSign) = ("\u200E\u2212", "\u200F+");
        (numbers.NumberDecimalSeparator, numbers.CurrencyDecimalSeparator, numbers.PercentDecimalSeparator) = (",", ",", ",");
        (numbers.NumberGroupSeparator, numbers.CurrencyGroupSeparator, numbers.PercentGroupSeparator) = ("\u00A0", "\u00A0", "\u00A0");
        numbers.NumberGroupSizes = [3, 2];
        numbers.NumberNegativePattern = 3;
        (times.DateSeparator, times.TimeSeparator) = ("\u200F/", ".");
        CalendarOf(times) = new ThaiBuddhistCalendar();
        (CultureInfo.CurrentCulture, CultureInfo.DefaultThreadCurrentCulture) = (culture, culture);
    }

    // The property accepts only a calendar that the culture names.
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "calendar")]
    private static extern ref Calendar CalendarOf(DateTimeFormatInfo times);
}
