using Latchwork.Dialects.Sifely.Wire;
using Microsoft.AspNetCore.Http;

namespace Latchwork.Dialects.Sifely.Auth;

/// <summary>A client of TTLock tells its clock with every call, and is refused when that is more than five minutes off (19). Log-in is free of it.</summary>
internal sealed class TTLockDates(SifelyOptions options, TimeProvider clock)
{
    private static readonly PathString Checked = "/v3";
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    public SifelyError? Refuse(HttpContext http, SifelyCall call)
    {
        if (call.Form == WireForm.Sifely || !options.TTLockChecksDate || !http.Request.Path.StartsWithSegments(Checked, StringComparison.Ordinal))
        {
            return null;
        }

        var off = call.Given.Instant("date") - clock.GetUtcNow();
        return off?.Duration() <= Tolerance ? null : SifelyErrors.WrongDate;
    }
}
