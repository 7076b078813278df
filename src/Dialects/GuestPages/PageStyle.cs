using System.Security.Cryptography;
using System.Text;

namespace Latchwork.Dialects.GuestPages;

/// <summary>The one stylesheet, named by its hash in the policy so that no other is taken.</summary>
internal static class PageStyle
{
    // The QR stays dark on light in both themes: readers want it so.
    public const string Css = """
        :root{color-scheme:light dark;--ink:#1b1f24;--dim:#57606a;--paper:#fff;--card:#f3f5f8;--line:#d0d7de;--good:#1a6e35;--wait:#855600}
        @media (prefers-color-scheme:dark){:root{--ink:#e8eaed;--dim:#a5adb8;--paper:#101317;--card:#1b2026;--line:#343b44;--good:#5bd183;--wait:#e3b341}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--paper);color:var(--ink);font:1.0625rem/1.5 system-ui,sans-serif}
        main{max-width:30rem;margin:0 auto;padding:1.5rem 1rem 3rem}
        h1{font-size:1.5rem;line-height:1.25;margin:0 0 1rem;overflow-wrap:anywhere}
        h2{font-size:1rem;margin:2rem 0 .5rem;color:var(--dim);font-weight:600}
        p{margin:.25rem 0}
        .digits{font:600 2.5rem/1.2 ui-monospace,monospace;letter-spacing:.12em;background:var(--card);border:1px solid var(--line);border-radius:.75rem;padding:.75rem 1rem;text-align:center;overflow-wrap:anywhere}
        .qr{background:#fff;border:1px solid var(--line);border-radius:.75rem;padding:.5rem}
        .qr svg{display:block;width:100%;height:auto}
        ul{list-style:none;margin:0;padding:0}
        li{padding:.75rem 0;border-top:1px solid var(--line);overflow-wrap:anywhere}
        li strong{display:block}
        .good{color:var(--good)}
        .wait{color:var(--wait)}
        .dim,footer{color:var(--dim)}
        button{font:inherit;font-weight:600;width:100%;margin-top:.5rem;padding:.75rem 1rem;border:0;border-radius:.75rem;background:var(--good);color:var(--paper)}
        button:focus-visible,a:focus-visible{outline:3px solid var(--ink);outline-offset:2px}
        footer{margin-top:2.5rem;font-size:.9375rem}
        a{color:inherit;display:inline-block;padding:.5rem 0}
        """;

    /// <summary>As a source of the policy.</summary>
    public static readonly string Hash = $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Css)))}";
}
